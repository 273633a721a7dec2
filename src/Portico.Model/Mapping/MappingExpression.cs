using System.Text.RegularExpressions;

namespace Portico.Model.Mapping;

/// <summary>Where a parameter mapping takes its value from.</summary>
public enum MappingSource
{
    /// <summary>A text in single quotes.</summary>
    Literal,
    MethodPath,
    MethodQueryString,
    MethodMultiValueQueryString,
    MethodHeader,
    MethodMultiValueHeader,

    /// <summary>The client's body; <see cref="MappingExpression.Name"/> is a JSONPath from <c>$</c>, empty for the whole.</summary>
    MethodBody,
    IntegrationHeader,
    IntegrationMultiValueHeader,

    /// <summary>The back end's body; <see cref="MappingExpression.Name"/> is a JSONPath from <c>$</c>, empty for the whole.</summary>
    IntegrationBody,
    StageVariable,
    Context,
}

/// <summary>The right side of a parameter mapping, such as <c>method.request.header.Authorization</c> or <c>'fixed'</c>.</summary>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Name">The parameter, variable, JSONPath tail (<c>.user.id</c>) or literal text.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html"/>
public sealed partial record MappingExpression(MappingSource Source, string Name)
{
    // Longest prefix first where one begins another.
    private static readonly (string Prefix, MappingSource Source)[] RequestSources =
    [
        ("method.request.path.", MappingSource.MethodPath),
        ("method.request.querystring.", MappingSource.MethodQueryString),
        ("method.request.multivaluequerystring.", MappingSource.MethodMultiValueQueryString),
        ("method.request.header.", MappingSource.MethodHeader),
        ("method.request.multivalueheader.", MappingSource.MethodMultiValueHeader),
        // An older spelling that AWS's own examples of gateway responses use.
        ("method.input.params.", MappingSource.MethodHeader),
    ];

    private static readonly (string Prefix, MappingSource Source)[] ResponseSources =
    [
        ("integration.response.header.", MappingSource.IntegrationHeader),
        ("integration.response.multivalueheader.", MappingSource.IntegrationMultiValueHeader),
    ];

    /// <summary>Reads an expression that may stand in a request mapping or a gateway response.</summary>
    /// <returns>The expression, or null when <paramref name="text"/> is none.</returns>
    public static MappingExpression? TryParseRequest(string? text) =>
        Shared(text) ?? Named(text, RequestSources) ?? Body(text, "method.request.body", MappingSource.MethodBody);

    /// <summary>Reads an expression that may stand in the response parameters of an integration response.</summary>
    /// <returns>The expression, or null when <paramref name="text"/> is none.</returns>
    public static MappingExpression? TryParseResponse(string? text) =>
        Shared(text) ?? Named(text, ResponseSources) ?? Body(text, "integration.response.body", MappingSource.IntegrationBody);

    /// <summary>True for a name that a parameter may have: <c>[a-zA-Z0-9._$-]+</c>.</summary>
    public static bool IsParameterName(string name) => ParameterName().IsMatch(name);

    /// <summary>For a source that is a parameter of the method: the key under which the method declares it; otherwise null.</summary>
    public string? MethodParameterKey => Source switch
    {
        MappingSource.MethodPath => $"method.request.path.{Name}",
        MappingSource.MethodQueryString or MappingSource.MethodMultiValueQueryString => $"method.request.querystring.{Name}",
        MappingSource.MethodHeader or MappingSource.MethodMultiValueHeader => $"method.request.header.{Name}",
        _ => null,
    };

    private static MappingExpression? Shared(string? text)
    {
        if (text is ['\'', .., '\''] && text.Length >= 2) return new(MappingSource.Literal, text[1..^1]);
        if (text is null) return null;
        if (text.StartsWith("stageVariables.", StringComparison.Ordinal) && IsParameterName(text["stageVariables.".Length..]))
        {
            return new(MappingSource.StageVariable, text["stageVariables.".Length..]);
        }

        return text.StartsWith("context.", StringComparison.Ordinal) && IsParameterName(text["context.".Length..])
            ? new(MappingSource.Context, text["context.".Length..])
            : null;
    }

    private static MappingExpression? Named(string? text, (string Prefix, MappingSource Source)[] sources)
    {
        if (text is null) return null;
        foreach (var (prefix, source) in sources)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal) && IsParameterName(text[prefix.Length..])) return new(source, text[prefix.Length..]);
        }

        return null;
    }

    private static MappingExpression? Body(string? text, string prefix, MappingSource source)
    {
        if (text is null || !text.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var tail = text[prefix.Length..];
        return tail.Length == 0 || tail[0] is '.' or '[' ? new(source, tail) : null;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9._$-]+\z")]
    private static partial Regex ParameterName();
}
