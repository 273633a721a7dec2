using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Portico.Activation;
using Portico.Authorizers.ResourcePolicy;
using Portico.Compiler;
using Portico.Compiler.Validation;
using Portico.ControlPlane;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Certificates;
using Portico.ControlPlane.Lambda;
using Portico.ControlPlane.Operations;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Observation;
using Portico.DataPlane.Stages;
using Portico.DataPlane.Traffic;
using Portico.Explanations;
using Portico.Failures;
using Portico.Functions;
using Portico.Integrations.AwsService;
using Portico.Integrations.Http;
using Portico.Integrations.Mock;
using Portico.Model.Accounts;
using Portico.Model.Certificates;
using Portico.Integrations.VpcLink;
using Portico.Integrations.Lambda;
using Portico.Lambda;
using Portico.Lambda.Logs;
using Portico.Logs;
using Portico.Protocol;
using Portico.Reports;
using Portico.State.Caching;
using Portico.State.InProcess;
using Portico.State.Traffic;
using Portico.Identity;
using Portico.Identity.Iam;
using Portico.Identity.Storage;
using Portico.Identity.Sts;
using Portico.Storage;
using Portico.Storage.Memory;
using Portico.Storage.Sqlite;
using Portico.Telemetry;
using Portico.TestInvocations;
using Portico.Tls;
using Portico.Traffic;

namespace Portico.Hosting;

/// <summary>One running gateway: the only place where the control plane and the data plane meet.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly HostSettings _settings;
    private readonly ILoggerFactory _loggers;
    private readonly Authorizations _authorizations;
    private readonly BackEnds _upstream;
    private readonly Catalog _catalog;
    private readonly StageActivation _activation;
    private readonly DomainActivation _domains;
    private readonly UsagePlanActivation _usagePlans;
    private readonly IDisposable _subscription;
    private readonly IDisposable _accountSubscription;
    private readonly OwnPages _pages;
    private readonly InProcessResponseCaches _caches = new(TimeProvider.System);
    private readonly RequestMetrics _metrics = new();
    private readonly RequestInspector? _inspector;
    private readonly StageLogs _logs;
    private readonly OpenTelemetryExport _telemetry = OpenTelemetryExport.Start(Environment.GetEnvironmentVariable);
    private GatewayListener? _gatewayListener;
    private ControlListener? _controlListener;
    private Task<ControlListener>? _control;
    private IdleMemory? _idleMemory;

    private readonly TlsTable _tls = new();
    private readonly IdentityStore _identities;
    private readonly ControlServices _services;

    private GatewayHost(HostSettings settings, MachineTls machine, CertificateMaterial? certificate, Catalog catalog, IdentityStore identities, FunctionHost functions, FidelityReport fidelity, IRequestObserver observer, ILoggerFactory loggers)
    {
        Fidelity = fidelity;
        Functions = functions;
        _settings = settings;
        _catalog = catalog;
        _loggers = loggers;
        _inspector = settings.Inspector is { } inspected ? new RequestInspector(inspected.Requests, inspected.PerSecond) : null;
        _upstream = new BackEnds(settings.BackEnds, TimeProvider.System, loggers.CreateLogger<BackEnds>())
        {
            FindClientCertificate = id => catalog.Account.Present.ClientCertificates.GetValueOrDefault(id),
            FindVpcLink = id => catalog.Account.Present.VpcLinks.GetValueOrDefault(id),
        };
        var planLog = loggers.CreateLogger<UsagePlanActivation>();
        var traffic = new TrafficControl(new InProcessTrafficCounters(TimeProvider.System, new StoredQuotas(catalog), failure => UsagePlanLog.NotWritten(planLog, failure)), TimeProvider.System);
        _authorizations = new Authorizations(Callers, settings.UserPools, functions.Caller, settings.AccountId, settings.Region, loggers.CreateLogger<Authorizations>());
        var aws = new AwsAccess(settings.Aws with { IsOwnAddress = IsOwnAddress }, _upstream, TimeProvider.System);
        _logs = new StageLogs(settings.Logs, new AwsJsonClient(aws), settings.Region, Console.OpenStandardOutput(), loggers.CreateLogger<BufferedLog>());
        Compilation = CompilationFor(settings.AccountId, settings.Region, _upstream, aws, _authorizations, functions.Caller) with
        {
            Traffic = traffic,
            Observation = new ObservationTargets(_metrics, _logs),
            Caches = _caches,
            CacheInvalidation = policy => new CacheInvalidation(policy),
            CanaryHeader = settings.CanaryHeader,
        };
        _activation = new StageActivation(catalog, Stages, Compilation, Fidelity, loggers.CreateLogger<StageActivation>());
        _subscription = catalog.Subscribe((change, cancellationToken) => _activation.ActivateAsync(change.ApiId, cancellationToken));
        var tls = new TlsActivation(_tls, TimeProvider.System) { Default = certificate };
        _domains = new DomainActivation(Stages, tls, settings.TlsEndpoints.IsEmpty ? null : machine, Fidelity);
        var truststores = new TruststoreSource(new S3Objects(aws), settings.TruststoreFolder, settings.Region);
        TlsFiles = new TlsFiles(
            settings.Certificate,
            material =>
            {
                tls.Default = material;
                _domains.Activate(catalog.Account.Present);
            },
            truststores, catalog, TimeProvider.System, loggers.CreateLogger<TlsFiles>());
        _usagePlans = new UsagePlanActivation(traffic, planLog);
        _accountSubscription = catalog.Account.Subscribe((change, _) =>
        {
            _domains.Activate(change.Before, change.After);
            return _usagePlans.ActivateAsync(change.Before, change.After);
        });
        var ids = new RequestIds();
        var refusals = new RefusalRing();
        Gateway = new RestGateway(Stages, ids, TimeProvider.System, new StageObserver(observer, _inspector), loggers.CreateLogger<RestGateway>(), AccountThrottle(settings, traffic), refusals);
        _pages = new OwnPages(Fidelity, _metrics, _logs, _inspector, new ExplainPage(refusals, new PolicySimulator(Stages, Callers, ids, TimeProvider.System, () => new Uri(CalledAt()).Scheme), Fidelity, catalog));
        var controlPlane = new ControlPlaneServices
        {
            ReadTruststore = truststores.ReadAsync,
            ObjectionToSecurityPolicy = machine.Objection,
            Catalog = catalog,
            Usage = new LiveUsage(catalog.Usage, traffic),
            AccountThrottle = settings.RateLimit is { } rate ? (rate, settings.BurstLimit) : (AccountSettings.RateLimit, AccountSettings.BurstLimit),
            AccountId = settings.AccountId,
            DefaultRegion = settings.Region,
            CheckDeployment = definition => StageCompiler.Check(definition, ImmutableSortedDictionary<string, string>.Empty, Compilation),
            IsSchema = ModelSchemas.IsSchema,
            TestInvocations = new InProcessTestInvocations(Compilation with { IsObserved = true, Observation = null }, _authorizations.Caches.Flush, ids, TimeProvider.System, loggers.CreateLogger<RestGateway>()),
            FlushCache = _activation.FlushCache,
            InvokeUrl = (apiId, stage, _) => $"{CalledAt()}/_aws/execute-api/{apiId}/{stage}",
            FlushAuthorizers = _authorizations.Caches.Flush,
            OnImported = imported => Fidelity.Imported(imported.ApiId, imported.Findings, imported.Sources),
            OnUnexpected = OnUnexpected,
        };
        ApiGateway = ApiGatewayService.Create(controlPlane);

        _identities = identities;
        var callers = new CallerActivation(Callers, settings.AccountId, settings.Root);
        identities.OnChanged = callers.Activate;
        callers.Activate(identities.Present);
        _services = new ControlServices(
            [
                new ControlService("apigateway", "apigateway", new Lazy<RestJsonService>(ApiGateway), 12 * 1024 * 1024, ApiGatewayPermissions.All),
                new ControlService("apigatewayv2", "apigateway", new Lazy<RestJsonService>(() => ApiGatewayV2Service.Create(controlPlane)), 12 * 1024 * 1024, ApiGatewayV2Permissions.All),
                new ControlService("acm", "acm", new Lazy<JsonRpcService>(() => AcmService.Create(controlPlane)), 12 * 1024 * 1024, AcmPermissions.All),
                new ControlService("lambda", "lambda", functions.Service, 72 * 1024 * 1024, LambdaPermissions.All),
            ],
            new IdentityServices(IamService.Create(identities, TimeProvider.System, OnUnexpected), StsService.Create(identities, TimeProvider.System, OnUnexpected)),
            new ControlAccess(settings.Auth, settings.AccountId, settings.Region, Callers, _authorizations.Signatures, TimeProvider.System));

        void OnUnexpected(string operation, string requestId, Exception exception) => HostLog.ControlCallFailed(loggers.CreateLogger<GatewayHost>(), exception, operation, requestId);
    }

    /// <summary>Whose signatures are known.</summary>
    internal CallerDirectory Callers { get; } = new();

    /// <summary>The root user's key, when this start made it: to be shown once.</summary>
    internal AccessKey? NewRootKey { get; private init; }

    internal StageTable Stages { get; } = new();

    /// <summary>What stages keep of answers.</summary>
    internal IResponseCaches Caches => _caches;

    /// <summary>Follows the files that TLS depends on.</summary>
    internal TlsFiles TlsFiles { get; }

    internal FidelityReport Fidelity { get; }

    /// <summary>The Lambda functions of this gateway.</summary>
    internal FunctionHost Functions { get; }

    internal RestGateway Gateway { get; }

    /// <summary>The control plane, for callers in this process; the control listener calls the same.</summary>
    internal RestJsonService ApiGateway { get; }

    internal CompilationOptions Compilation { get; }

    internal GatewayListener GatewayListener => _gatewayListener ?? throw new InvalidOperationException("The gateway listens once it is started.");

    internal ControlListener ControlListener => _controlListener ?? throw new InvalidOperationException("The control plane listens once it is started.");

    /// <summary>What every kind of integration of this build is compiled with.</summary>
    /// <param name="functions">Null where definitions are only checked.</param>
    internal static CompilationOptions CompilationFor(string accountId, string region, BackEnds upstream, AwsAccess aws, Authorizations authorizations, FunctionCaller? functions) => new()
    {
        AccountId = accountId,
        Region = region,
        Integrations = [new MockIntegrationFactory(), new HttpIntegrationFactory(upstream), new VpcLinkIntegrationFactory(upstream), new LambdaIntegrationFactory(functions, accountId, region), new AwsServiceIntegrationFactory(aws, region)],
        Authorizations = authorizations.Factories,
    };

    /// <summary>Opens the store and makes everything ready, without listening yet.</summary>
    /// <exception cref="CommandFailure">The store cannot be used.</exception>
    internal static async Task<GatewayHost> OpenAsync(HostSettings settings, IRequestObserver observer, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        try
        {
            var certificate = settings.Certificate?.Read(TimeProvider.System.GetUtcNow());
            var machine = await MachineTls.ProbeAsync(triesVersions: !settings.TlsEndpoints.IsEmpty, cancellationToken);
            var store = await OpenStoreAsync(settings, loggers, cancellationToken);
            var catalog = await Catalog.OpenAsync(store, cancellationToken);
            var identities = await IdentityStore.OpenAsync(store, TimeProvider.System, cancellationToken);
            if (settings.Identities is { } named) await identities.ChangeAsync(state => (named(state, TimeProvider.System.GetUtcNow()), true), cancellationToken);
            var fidelity = new FidelityReport();
            var functions = await FunctionHost.OpenAsync(settings, store, observer as IFunctionLog ?? NoFunctionLog.Instance, fidelity, loggers, cancellationToken);
            return new GatewayHost(settings, machine, certificate, catalog, identities, functions, fidelity, observer, loggers) { NewRootKey = await NewRootKeyAsync(settings, identities, cancellationToken) };
        }
        catch (StoreUnavailableException exception)
        {
            throw CommandFailure.CannotStart(exception.Message, exception);
        }
    }

    /// <summary>The oldest API of that name that is not among <paramref name="except"/>; null when there is none.</summary>
    internal string? FindRestApi(string name, IReadOnlyCollection<string> except) =>
        _catalog.RestApis.FirstOrDefault(api => api.Name == name && !except.Contains(api.Id))?.Id;

    /// <summary>Begins to listen for control calls, without waiting: it takes a while, in which the caller may read what it will serve.</summary>
    internal void BeginControl(CancellationToken cancellationToken) =>
        _control ??= Task.Run(() => ControlListener.StartAsync(_settings.ControlEndpoint, Gateway, _services, _pages, _loggers, cancellationToken), cancellationToken);

    /// <summary>Serves everything that is stored, and listens for API calls and control calls.</summary>
    /// <exception cref="CommandFailure">An address cannot be listened on.</exception>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        BeginControl(cancellationToken);
        await _activation.ActivateAllAsync(cancellationToken);
        _upstream.StartHealthChecks();
        _domains.Activate(_catalog.Account.Present);
        await _usagePlans.ActivateAsync(_catalog.Account.Present);
        _gatewayListener = await GatewayListener.StartAsync(_settings.GatewayEndpoints, _settings.TlsEndpoints, _tls, Gateway, _loggers, cancellationToken);
        _controlListener = await _control!;
        _pages.IsReady = true;
        _idleMemory = IdleMemory.OfThisProcess();
    }

    /// <summary>Stops listening and lets running requests end.</summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        _pages.IsReady = false;
        if (_gatewayListener is not null) await _gatewayListener.StopAsync(cancellationToken);
        if (_controlListener is not null) await _controlListener.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _idleMemory?.Dispose();
        await TlsFiles.DisposeAsync();

        // While it is known still which addresses are the gateway's own.
        await _logs.DisposeAsync();
        _subscription.Dispose();
        _accountSubscription.Dispose();
        if (_gatewayListener is not null) await _gatewayListener.DisposeAsync();
        if (_controlListener is not null) await _controlListener.DisposeAsync();
        else if (_control is not null) await DisposeBegunAsync(_control);
        _telemetry.Dispose();
        _metrics.Dispose();
        await _usagePlans.DisposeAsync();
        await Functions.DisposeAsync();
        await _catalog.DisposeAsync();
        _identities.Dispose();
        _authorizations.Dispose();
        _upstream.Dispose();
        _caches.Dispose();
    }

    private static Throttle? AccountThrottle(HostSettings settings, TrafficControl traffic) =>
        settings.RateLimit is { } rate ? new Throttle(traffic.Counters.Rate("account"), new RateLimit(rate, settings.BurstLimit, traffic.Time)) : null;

    private bool IsOwnAddress(string host, int port)
    {
        string[] urls = [.. _gatewayListener?.Urls ?? [], .. _controlListener is { } control ? new[] { control.Url } : []];
        return OwnAddresses.Contain([.. _settings.GatewayEndpoints, .. _settings.TlsEndpoints, _settings.ControlEndpoint, .. urls.Select(url => EndPointOf(new Uri(url)))], host, port);
    }

    // The port of the scheme stands in no authority.
    private static IPEndPoint EndPointOf(Uri url) => new(IPAddress.Parse(url.Host.Trim('[', ']')), url.Port);

    // An address that stands for all of them is none that a client could call.
    private string CalledAt()
    {
        var url = _gatewayListener?.Urls.FirstOrDefault() ?? "http://localhost";
        return url.Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal).TrimEnd('/');
    }

    // A start that failed elsewhere: what was begun is ended, and its own failure is not the one to tell of.
    private static async Task DisposeBegunAsync(Task<ControlListener> begun)
    {
        await Task.WhenAny(begun);
        if (begun.IsCompletedSuccessfully) await (await begun).DisposeAsync();
    }

    // Somebody has to be the first who may make others.
    private static async Task<AccessKey?> NewRootKeyAsync(HostSettings settings, IdentityStore identities, CancellationToken cancellationToken)
    {
        if (settings.Auth == ControlAuth.Open || settings.Root is not null || identities.Present.RootKey is not null) return null;
        var key = NewCredentials.Key("AKIA", TimeProvider.System.GetUtcNow());
        await identities.ChangeAsync(state => (state with { RootKey = key }, true), cancellationToken);
        return key;
    }

    private static async Task<IDocumentStore> OpenStoreAsync(HostSettings settings, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (settings.StoresInMemory || settings.DataFolder is not { } folder) return new MemoryDocumentStore();
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.CannotStart($"the data folder '{folder}' cannot be made: {exception.Message}; give a folder that this user may write to by --data", exception);
        }

        return await SqliteDocumentStore.OpenAsync(Path.Combine(folder, "portico.db"), cancellationToken);
    }
}

internal static partial class HostLog // ids 5100-5199
{
    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, EventName = "ControlCallFailed", Message = "{Operation} failed unexpectedly (request {RequestId})")]
    internal static partial void ControlCallFailed(ILogger logger, Exception exception, string operation, string requestId);
}
