namespace Portico.Model.Mapping;

/// <summary>What a request parameter mapping sets, or a method declares.</summary>
public enum ParameterPlace
{
    Header,
    Path,
    QueryString,
}

/// <summary>The left side of a request parameter mapping (<c>integration.request.header.X</c>) or the key of a method's parameter (<c>method.request.path.id</c>).</summary>
public sealed record MappingTarget(ParameterPlace Place, string Name)
{
    /// <summary>Reads <c>integration.request.{header|querystring|path}.name</c>; null when it is none.</summary>
    public static MappingTarget? TryParseIntegrationRequest(string? key) => TryParse(key, "integration.request.");

    /// <summary>Reads <c>method.request.{header|querystring|path}.name</c>; null when it is none.</summary>
    public static MappingTarget? TryParseMethodRequest(string? key) => TryParse(key, "method.request.");

    /// <summary>The name in <c>method.response.header.name</c>; null when the key is none.</summary>
    public static string? TryParseMethodResponseHeader(string? key) => Tail(key, "method.response.header.");

    /// <summary>The name in <c>gatewayresponse.header.name</c>; null when the key is none.</summary>
    public static string? TryParseGatewayResponseHeader(string? key) => Tail(key, "gatewayresponse.header.");

    private static MappingTarget? TryParse(string? key, string prefix)
    {
        if (Tail(key, prefix + "header.") is { } header) return new(ParameterPlace.Header, header);
        if (Tail(key, prefix + "querystring.") is { } query) return new(ParameterPlace.QueryString, query);
        return Tail(key, prefix + "path.") is { } path ? new(ParameterPlace.Path, path) : null;
    }

    private static string? Tail(string? key, string prefix) =>
        key is not null && key.StartsWith(prefix, StringComparison.Ordinal) && MappingExpression.IsParameterName(key[prefix.Length..]) ? key[prefix.Length..] : null;
}
