using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.Aws.Signing;
using Portico.DataPlane.Listening;
using Portico.Hosting;
using Portico.Tests.Callers;

[assembly: AssemblyFixture(typeof(SignedControlPlane))]

namespace Portico.Tests.Callers;

/// <summary>A gateway whose control plane asks for signatures.</summary>
public sealed class SignedControlPlane : IAsyncLifetime
{
    internal const string Account = "123456789012";

    private static int _made;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private GatewayHost? _host;

    /// <summary>The root user's, as the environment of a server gives it.</summary>
    internal AwsCredentials Root { get; } = new("AKIAROOT", "root-secret");

    internal string Authority { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var settings = new HostSettings
        {
            GatewayEndpoints = [loopback],
            ControlEndpoint = loopback,
            StoresInMemory = true,
            Region = SignedCalls.Region,
            AccountId = Account,
            Auth = ControlAuth.SigV4,
            Root = Root,
        };
        _host = await GatewayHost.OpenAsync(settings, new NoRequestObserver(), NullLoggerFactory.Instance, CancellationToken.None);
        await _host.StartAsync(CancellationToken.None);
        Authority = new Uri(_host.ControlListener.Url).Authority;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }

    /// <summary>A signed call, or one without a signature when there are no credentials.</summary>
    internal async Task<(int Status, string? ErrorType, string Text)> CallAsync(
        AwsCredentials? credentials, string method, string target, string body = "", string service = "apigateway", TimeSpan offset = default, params (string Name, string Value)[] headers)
    {
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        var bytes = Encoding.UTF8.GetBytes(body);

        // As it stands: Uri would resolve what some tests are about.
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://{Authority}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body.Length > 0) request.Content = new ByteArrayContent(bytes);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (credentials is not null)
        {
            foreach (var (name, value) in new RequestSigner(new SigningKeyCache(), new ShiftedTime(offset)).Sign(method, path, query, [new("Host", Authority)], PayloadHash.Of(bytes), credentials, SignedCalls.Region, service))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A call of IAM or STS: its answer, or code and message of its refusal.</summary>
    internal async Task<string> QueryAsync(AwsCredentials? credentials, string service, string action, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent([new("Action", action), .. parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]);
        var (status, _, text) = await CallAsync(credentials, "POST", "/", await form.ReadAsStringAsync(), service);
        if (status == 200) return text;
        var error = XElement.Parse(text);
        return $"{status} {error.Descendants().Single(element => element.Name.LocalName == "Code").Value}: {error.Descendants().Single(element => element.Name.LocalName == "Message").Value}";
    }

    /// <summary>A new user with a key, and a policy when one is given.</summary>
    internal async Task<(string Name, AwsCredentials Credentials)> NewUserAsync(string? policy = null)
    {
        var name = $"member-{Interlocked.Increment(ref _made)}";
        Assert.Contains("<UserId>AIDA", await QueryAsync(Root, "iam", "CreateUser", ("UserName", name)), StringComparison.Ordinal);
        if (policy is not null) Assert.Contains("PutUserPolicyResponse", await QueryAsync(Root, "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "own"), ("PolicyDocument", policy)), StringComparison.Ordinal);
        return (name, Credentials(await QueryAsync(Root, "iam", "CreateAccessKey", ("UserName", name))));
    }

    internal static AwsCredentials Credentials(string answer)
    {
        var elements = XElement.Parse(answer).Descendants().ToLookup(element => element.Name.LocalName, element => element.Value);
        return new(elements["AccessKeyId"].Single(), elements["SecretAccessKey"].Single(), elements["SessionToken"].SingleOrDefault());
    }

    private sealed class ShiftedTime(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
