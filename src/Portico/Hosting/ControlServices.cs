using System.Collections.Immutable;

namespace Portico.Hosting;

/// <summary>What the control listener leads to.</summary>
internal sealed record ControlServices(ImmutableArray<ControlService> RestJson, IdentityServices Identities, ControlAccess Access)
{
    /// <summary>The service that a call means: by its signature first, because a user may have sent every service of his here.</summary>
    /// <returns>Null for the service when it is not one of this server's.</returns>
    /// <param name="signedFor">Null for a call that is not signed.</param>
    /// <param name="path">As sent.</param>
    /// <param name="target">The header that names an operation of a service without paths; null or empty without.</param>
    internal (ControlService? Service, string Name) Find(string? signedFor, string path, string? target)
    {
        // Version 2 signs with version 1's name.
        var name = signedFor is null or "apigateway" ? (target?.StartsWith("CertificateManager.", StringComparison.Ordinal) == true ? "acm" : NameOf(path)) : signedFor;
        return (RestJson.FirstOrDefault(service => service.Name == name), name);
    }

    private static string NameOf(string path) =>
        path.StartsWith("/v2/", StringComparison.Ordinal) ? "apigatewayv2"
        : path.Length > 12 && char.IsAsciiDigit(path[1]) && path[5] == '-' && path[8] == '-' && path[11] == '/' ? "lambda"
        : "apigateway";
}
