using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Portico.Aws.Services;
using Portico.Aws.Signing;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.AwsService;

/// <summary>Sessions of roles, from STS: asked for once, kept until shortly before they end, shared by all calls.</summary>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"/>
internal sealed class RoleSessions(IUpstreamClient client, RequestSigner signer, AwsEndpoints endpoints, AwsIdentity identity, TimeProvider time)
{
    private const int MaxAnswerBytes = 64 * 1024;

    // A session is renewed while it is still good, so that no call meets its end.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FailureLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Role, string Region), Task<RoleSession>> _sessions = new();

    /// <summary>A session of the role: a new one only where there is none that lasts.</summary>
    internal ValueTask<RoleSession> GetAsync(string roleArn, string partition, string region)
    {
        var key = (roleArn, region);
        if (_sessions.TryGetValue(key, out var known) && (!known.IsCompleted || (known.IsCompletedSuccessfully && known.Result.Until > time.GetUtcNow()))) return new(known);

        // Two that come at the same moment may both ask; the later answer stays.
        return new(_sessions[key] = AssumeAsync(roleArn, partition, region));
    }

    private async Task<RoleSession> AssumeAsync(string roleArn, string partition, string region)
    {
        var sts = AwsServices.Find("sts")!;
        var endpoint = endpoints.Find(sts, partition, region, null, "sts");
        if (endpoint.Problem is { } problem) return Failed(problem);
        if (identity.Find(endpoint.IsConfigured) is not { } credentials) return Failed("there are no credentials to assume it with; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        if (UriTemplate.TryParse(endpoint.Url + "/")?.Resolve(new HeaderList()) is not var (origin, target)) return Failed($"'{endpoint.Url}' is no address");

        var body = Encoding.UTF8.GetBytes($"Action=AssumeRole&Version={sts.ApiVersion}&RoleArn={Uri.EscapeDataString(roleArn)}&RoleSessionName=BackplaneAssumeRoleSession");
        var headers = new HeaderList();
        headers.Add("Host", origin.Authority);
        headers.Add("Content-Type", "application/x-www-form-urlencoded");
        foreach (var (name, value) in signer.Sign("POST", target, "", SignedLines.Of(headers), PayloadHash.Of(body), credentials, region, sts.SigningName)) headers.Add(name, value);
        try
        {
            using var answer = await client.SendAsync(
                new UpstreamRequest { Origin = origin, Method = "POST", Target = target, Headers = headers, Body = body, TimeLimit = TimeLimit }, new HeaderList());
            return Read(answer.Status, await TextAsync(answer));
        }
        catch (UpstreamException exception)
        {
            return Failed($"STS could not be asked: {exception.Message}");
        }
    }

    private RoleSession Read(int status, string text)
    {
        try
        {
            var answer = XDocument.Parse(text);
            if (status == 200 && Value(answer, "AccessKeyId") is { } id && Value(answer, "SecretAccessKey") is { } secret)
            {
                var until = DateTimeOffset.TryParse(Value(answer, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : time.GetUtcNow().AddHours(1);
                return new RoleSession(new AwsCredentials(id, secret, Value(answer, "SessionToken")), null, until - Margin);
            }

            return Failed($"STS answered {status} {Value(answer, "Code")}: {Value(answer, "Message")}");
        }
        catch (XmlException)
        {
            return Failed($"STS answered {status} with what is no XML");
        }
    }

    private RoleSession Failed(string reason) => new(null, reason, time.GetUtcNow() + FailureLimit);

    private static string? Value(XDocument answer, string name) => answer.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static async Task<string> TextAsync(UpstreamResponse answer)
    {
        var bytes = new byte[MaxAnswerBytes];
        var length = 0;
        while (length < bytes.Length && await answer.ReadAsync(bytes.AsMemory(length)) is > 0 and var read) length += read;
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}

/// <summary>What asking for a role gave.</summary>
/// <param name="Credentials">Null when it failed.</param>
/// <param name="Problem">Why, or null.</param>
/// <param name="Until">When it is asked for again.</param>
internal sealed record RoleSession(AwsCredentials? Credentials, string? Problem, DateTimeOffset Until);
