using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http.Targets;

/// <summary>Where the calls of a back end really go: <c>http://10.0.0.5:8080</c>, or <c>10.0.0.5:8080</c> to keep the URI's scheme.</summary>
/// <param name="IsTls">Null keeps the scheme of the integration's URI.</param>
/// <param name="Host">A name or an address, without brackets.</param>
/// <param name="Port">Null keeps the port of the integration's URI.</param>
public sealed record TargetAddress(bool? IsTls, string Host, int? Port)
{
    /// <summary>Reads an address.</summary>
    /// <returns>Null when it is none, or holds more than scheme, host and port.</returns>
    public static TargetAddress? TryParse(string text)
    {
        var hasScheme = text.Contains("://", StringComparison.Ordinal);
        if (Origin.TryParse(hasScheme ? text : $"http://{text}") is not var (origin, pathStart)) return null;
        var whole = hasScheme ? text : $"http://{text}";
        if (whole[pathStart..] is not ("" or "/")) return null;

        // Without a scheme, a port is one only when it is written.
        if (hasScheme) return new TargetAddress(origin.IsTls, origin.Host, origin.Port);
        var writesPort = text.AsSpan(text.LastIndexOf(']') + 1).Contains(':');
        return new TargetAddress(null, origin.Host, writesPort ? origin.Port : null);
    }

    /// <summary>The way to this address for calls that are addressed to an origin: its authority and its name in TLS stay.</summary>
    public Origin For(Origin addressedAs) => new(IsTls ?? addressedAs.IsTls, Host, Port ?? addressedAs.Port, addressedAs.Tls, addressedAs);

    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return (IsTls is { } tls ? tls ? "https://" : "http://" : "") + host + (Port is { } port ? $":{port}" : "");
    }
}
