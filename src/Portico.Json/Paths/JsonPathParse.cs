using System.Diagnostics.CodeAnalysis;

namespace Portico.Json.Paths;

/// <summary>What <see cref="JsonPath.Parse"/> found: a path or the reason why there is none.</summary>
public sealed class JsonPathParse
{
    internal JsonPathParse(JsonPath? path, JsonPathError? error)
    {
        Path = path;
        Error = error;
    }

    [MemberNotNullWhen(true, nameof(Path))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Path is not null;

    public JsonPath? Path { get; }

    public JsonPathError? Error { get; }
}
