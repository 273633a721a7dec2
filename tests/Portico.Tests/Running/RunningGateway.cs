using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Listening;
using Portico.Functions;
using Portico.Hosting;
using Portico.Integrations.AwsService;
using Portico.Identity;
using Portico.Integrations.Http;
using Portico.Logs;
using Portico.Protocol;
using Portico.Protocol.Messages;
using Portico.Tests.Cognito;
using Portico.Tests.Lambda;
using Portico.Tests.Running;
using Portico.Tls;

[assembly: AssemblyFixture(typeof(RunningGateway))]

namespace Portico.Tests.Running;

/// <summary>
/// One gateway for all tests: the real host on the memory store, listening on loopback ports of the system's choice. Each test
/// imports APIs of its own, so that tests do not meet.
/// </summary>
public sealed class RunningGateway : IAsyncLifetime
{
    private readonly RecordedErrors _errors = new();
    private readonly BackEnd _userPool = UserPoolServer.Start();
    private GatewayHost? _host;

    /// <summary>Where a test has a gateway of its own: requests per second of the whole account.</summary>
    internal double RateLimit { get; init; } = 10_000;

    internal int BurstLimit { get; init; } = 5_000;

    /// <summary>Sessions that are there from the beginning.</summary>
    internal ImmutableArray<Session> Sessions { get; init; } = [];

    internal GatewayHost Host => _host ?? throw new InvalidOperationException("The gateway has not been started.");

    /// <summary>What the gateway is told of back ends; for a test that starts a gateway of its own.</summary>
    internal BackEndSettings BackEnds { get; init; } = new();

    /// <summary>Where functions are that it does not have.</summary>
    internal RemoteLambda? RemoteLambda { get; init; }

    public RunningGateway() => Functions = new RunFunctions(this);

    /// <summary>Functions of tests.</summary>
    internal RunFunctions Functions { get; }

    /// <summary>What the gateway is told of AWS services, likewise.</summary>
    internal AwsSettings Aws { get; init; } = new();

    /// <summary>With it, the gateway listens for https as well.</summary>
    internal CertificateFile? Certificate { get; init; }

    /// <summary>What plays the buckets of truststores.</summary>
    internal string? TruststoreFolder { get; init; }

    internal int TlsPort { get; private set; }
    /// <summary>Where stages' logs go.</summary>
    internal LogSettings Logs { get; init; } = new();

    /// <summary>Whether requests are kept.</summary>
    internal (int Requests, int PerSecond)? Inspector { get; init; }

    /// <summary>The warnings that it has logged so far.</summary>
    internal IReadOnlyCollection<string> Warnings => _errors.Warnings;

    internal int Port { get; private set; }

    internal int ControlPort { get; private set; }

    /// <summary>Sends what it is told: no proxy, no redirects, no cookies, no decompression.</summary>
    internal HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    public async ValueTask InitializeAsync()
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var settings = new HostSettings
        {
            GatewayEndpoints = [loopback],
            TlsEndpoints = Certificate is null ? [] : [loopback],
            Certificate = Certificate,
            TruststoreFolder = TruststoreFolder,
            ControlEndpoint = loopback,
            StoresInMemory = true,
            Region = "eu-central-1",
            AccountId = "123456789012",
            UserPools = ImmutableSortedDictionary<string, string>.Empty.Add(UserPoolServer.PoolId, _userPool.Url).Add("eu-central-1_away", $"http://127.0.0.1:{FreePort.Closed()}"),
            RateLimit = RateLimit,
            BurstLimit = BurstLimit,
            Identities = (state, _) => state with { Sessions = Sessions },
            BackEnds = BackEnds,
            Aws = Aws,
            RemoteLambda = RemoteLambda,
            Logs = Logs,
            Inspector = Inspector,
        };
        _host = await GatewayHost.OpenAsync(settings, new NoRequestObserver(), LoggerFactory.Create(logging => logging.AddProvider(_errors)), CancellationToken.None);
        await _host.StartAsync(CancellationToken.None);
        Port = new Uri(_host.GatewayListener.Urls[0]).Port;
        TlsPort = Certificate is null ? 0 : new Uri(_host.GatewayListener.Urls[1]).Port;
        ControlPort = new Uri(_host.ControlListener.Url).Port;
    }

    /// <summary>Stops the gateway, and fails when it had to log an error: nothing that a client or a back end does may be unexpected.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _userPool.Dispose();
        await Host.StopAsync(CancellationToken.None);
        await Host.DisposeAsync();
        Functions.Dispose();
        Assert.True(_errors.Lines.IsEmpty, string.Join(Environment.NewLine, _errors.Lines));
    }

    /// <summary>A gateway of one test, with settings of its own.</summary>
    internal static Task<RunningGateway> StartAsync(BackEndSettings backEnds) => StartedAsync(new RunningGateway { BackEnds = backEnds });

    internal static Task<RunningGateway> StartAsync(AwsSettings aws) => StartedAsync(new RunningGateway { Aws = aws });

    private static async Task<RunningGateway> StartedAsync(RunningGateway gateway)
    {
        await gateway.InitializeAsync();
        return gateway;
    }

    /// <summary>Imports a definition and deploys it.</summary>
    internal async Task<DeployedApi> DeployAsync(string definition, string stage = "test", params (string Name, string Value)[] variables)
    {
        var api = new DeployedApi(this, await ImportAsync(definition), stage);
        await api.DeployAsync(variables);
        return api;
    }

    internal async Task<string> ImportAsync(string definition)
    {
        using var imported = JsonDocument.Parse(await ControlAsync("POST", "/restapis", "mode=import", definition));
        return imported.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>A call of the control plane, which must be granted.</summary>
    internal async Task<ReadOnlyMemory<byte>> ControlAsync(string method, string path, string query, string body)
    {
        var request = new ServiceRequest { Method = method, RawPath = path, QueryString = query, Body = Encoding.UTF8.GetBytes(body) };
        var answer = await Host.ApiGateway.InvokeAsync(request, CancellationToken.None);
        Assert.True(answer.Status < 300, $"{method} {path}: {answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}");
        return answer.Body;
    }

    /// <summary>A connection to the data plane that is written and read byte by byte.</summary>
    internal Task<RawConnection> ConnectAsync() => RawConnection.OpenAsync(Port);
}
