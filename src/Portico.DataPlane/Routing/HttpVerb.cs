namespace Portico.DataPlane.Routing;

/// <summary>The methods that a REST API can have, as positions in a route's method table.</summary>
public enum HttpVerb
{
    Get,
    Put,
    Post,
    Delete,
    Patch,
    Options,
    Head,

    /// <summary>Not a method that API Gateway knows; no route has it, ANY neither.</summary>
    Unknown,
}

public static class HttpVerbs
{
    /// <summary>Methods are case-sensitive (RFC 9110 §9.1).</summary>
    public static HttpVerb Parse(string method) => method switch
    {
        "GET" => HttpVerb.Get,
        "POST" => HttpVerb.Post,
        "PUT" => HttpVerb.Put,
        "DELETE" => HttpVerb.Delete,
        "PATCH" => HttpVerb.Patch,
        "OPTIONS" => HttpVerb.Options,
        "HEAD" => HttpVerb.Head,
        _ => HttpVerb.Unknown,
    };
}
