using System.Text;
using Portico.Aws.Signing;
using Portico.Tests.Running;

namespace Portico.Tests.Callers;

/// <summary>Signs calls of a test's API.</summary>
internal static class SignedCalls
{
    internal const string Region = "eu-central-1";

    private static readonly SigningKeyCache Keys = new();

    internal static Task<Answer> SignedAsync(
        this DeployedApi api, AwsCredentials credentials, string method, string path, string? body = null, string query = "", string region = Region, string service = "execute-api", TimeSpan offset = default, params (string Name, string Value)[] more)
    {
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body);
        var lines = Sign(api, credentials, method, path, query, bytes, region, service, offset);
        return api.CallAsync(method, path + (query.Length > 0 ? "?" + query : ""), bytes, body is null ? null : "application/json", [.. lines.Select(line => (line.Key, line.Value)), .. more]);
    }

    internal static IReadOnlyList<KeyValuePair<string, string>> Sign(
        DeployedApi api, AwsCredentials credentials, string method, string path, string query = "", byte[]? body = null, string region = Region, string service = "execute-api", TimeSpan offset = default) =>
        new RequestSigner(Keys, new Shifted(offset)).Sign(method, $"/{api.Stage}{path}", query, [new("Host", api.Host)], PayloadHash.Of(body), credentials, region, service);

    internal static string Presign(DeployedApi api, AwsCredentials credentials, string path, TimeSpan expires, TimeSpan offset = default) =>
        new RequestSigner(Keys, new Shifted(offset)).Presign("GET", $"/{api.Stage}{path}", "", [new("Host", api.Host)], PayloadHash.Empty, credentials, Region, "execute-api", expires);

    private sealed class Shifted(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
