namespace Portico.Model.Findings;

/// <summary>
/// Names a thing of a REST API independently of the format it was written in, so that the compiler can speak of it and
/// whoever read the text can tell where it stands.
/// </summary>
/// <param name="Path">The segments from the API down, such as <c>methods</c>, <c>/pets</c>, <c>GET</c>, <c>integration</c>, <c>requestTemplates</c>, <c>application/json</c>.</param>
public sealed record ElementAddress(string Path)
{
    public static ElementAddress Api { get; } = new("");

    public static ElementAddress Method(string resourcePath, string httpMethod) => new($"{httpMethod} {resourcePath}");

    public static ElementAddress Model(string name) => new($"model {name}");

    public static ElementAddress GatewayResponse(string type) => new($"gateway response {type}");

    public static ElementAddress RequestValidator(string name) => new($"request validator {name}");

    public static ElementAddress Authorizer(string name) => new($"authorizer {name}");

    /// <summary>A part of this thing. Parts are separated by <c> &gt; </c>, which no name of AWS's holds.</summary>
    public ElementAddress Part(string name) => new(Path.Length == 0 ? name : $"{Path} > {name}");

    /// <summary>The thing that holds this one, or null for the API itself.</summary>
    public ElementAddress? Parent
    {
        get
        {
            if (Path.Length == 0) return null;
            var cut = Path.LastIndexOf(" > ", StringComparison.Ordinal);
            return cut < 0 ? Api : new(Path[..cut]);
        }
    }

    public override string ToString() => Path.Length == 0 ? "API" : Path;
}
