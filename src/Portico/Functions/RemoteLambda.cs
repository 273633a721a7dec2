using System.Net;
using Portico.Aws.Signing;
using Portico.Failures;
using Portico.Lambda.Remote;

namespace Portico.Functions;

/// <summary>Where functions are that are not this gateway's: what AWS's own variables say.</summary>
/// <param name="Endpoint">Null for AWS itself.</param>
/// <param name="Credentials">Null for none, which leaves only an endpoint of the user's own.</param>
/// <param name="Region">Where a reference names none.</param>
internal sealed record RemoteLambda(Uri? Endpoint, AwsCredentials? Credentials, string Region)
{
    // Stand-ins want a signature and cannot check it. Never sent to AWS.
    private static readonly AwsCredentials ForStandIns = new("test", "test");

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    /// <param name="region">Of this gateway.</param>
    /// <param name="configured">What the settings file names for Lambda, or null; a variable for Lambda alone is stronger.</param>
    /// <param name="control">This gateway's own control listener: who sends his tools there does not mean that it calls itself.</param>
    /// <returns>Null when there is nowhere to go.</returns>
    /// <exception cref="CommandFailure">A variable holds no address.</exception>
    internal static RemoteLambda? FromEnvironment(Func<string, string?> variable, string region, string? configured, IPEndPoint control)
    {
        var credentials = variable("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && variable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new AwsCredentials(id, secret, variable("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null)
            : null;
        foreach (var (name, value) in ((string, string?)[])[("AWS_ENDPOINT_URL_LAMBDA", variable("AWS_ENDPOINT_URL_LAMBDA")), ("endpoints: lambda", configured), ("AWS_ENDPOINT_URL", variable("AWS_ENDPOINT_URL"))])
        {
            if (value is not { Length: > 0 } text) continue;
            if (!Uri.TryCreate(text, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.Query.Length > 0 || endpoint.UserInfo.Length > 0)
            {
                throw CommandFailure.Usage($"{name} is no address; give one such as http://127.0.0.1:3001");
            }

            return IsOwn(endpoint, control) ? null : new RemoteLambda(endpoint, credentials, region);
        }

        return credentials is null ? null : new RemoteLambda(null, credentials, region);
    }

    /// <summary>Where the functions of a region are.</summary>
    internal RemoteEndpoint? Find(string? region)
    {
        var called = region ?? Region;
        if (Endpoint is not null) return new RemoteEndpoint(Endpoint, called, Credentials ?? ForStandIns, IsAws: false);
        var suffix = called.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";

        // A region comes from a definition: nothing but a name may become part of a host.
        return Credentials is null || !called.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? null
            : new RemoteEndpoint(new Uri($"https://lambda.{called}.{suffix}"), called, Credentials, IsAws: true);
    }

    private static bool IsOwn(Uri endpoint, IPEndPoint control) =>
        endpoint.Port == control.Port
        && (endpoint.IsLoopback || endpoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out var address) && address.Equals(control.Address)));
}
