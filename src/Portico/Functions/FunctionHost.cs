using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Portico.ControlPlane.Lambda;
using Portico.Hosting;
using Portico.Lambda;
using Portico.Lambda.Events;
using Portico.Lambda.Logs;
using Portico.Lambda.Packages;
using Portico.Lambda.Remote;
using Portico.Model.Findings;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Reports;
using Portico.Storage;
using Portico.Storage.Functions;

namespace Portico.Functions;

/// <summary>Lambda within one gateway: the catalog of functions, what runs them, and their control plane.</summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    private readonly FunctionInvoker _invoker;
    private readonly EventQueue _events;
    private readonly RemoteFunctions? _remote;
    private readonly FunctionCodeFolder _code;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly HostSettings _settings;
    private readonly ConcurrentDictionary<string, LambdaFunction> _withAliases = new(StringComparer.Ordinal);
    private volatile ImmutableHashSet<string> _answeringToAnyAlias = ImmutableHashSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    private FunctionHost(HostSettings settings, FunctionCatalog catalog, IFunctionLog log, FidelityReport fidelity, ILoggerFactory loggers)
    {
        _settings = settings;
        Catalog = catalog;
        _code = new FunctionCodeFolder(settings.StoresInMemory || settings.DataFolder is null ? null : Path.Combine(Path.GetFullPath(settings.DataFolder), "functions"));
        _invoker = new FunctionInvoker(_code, log, new FunctionSettings(), _time, loggers.CreateLogger<FunctionInvoker>());
        _events = new EventQueue(_invoker, _time, loggers.CreateLogger<EventQueue>());
        catalog.OnDeleted = _invoker.Forget;
        _remote = settings.RemoteLambda is { } remote ? new RemoteFunctions(remote.Find, _time, loggers.CreateLogger<RemoteFunctions>()) : null;
        Caller = new FunctionCaller(Find, _invoker, _events, _remote);
        Service = new Lazy<RestJsonService>(() => LambdaService.Create(new LambdaServices
        {
            Functions = catalog,
            Code = _code.Packages,
            Runner = new FunctionRunner(_invoker, _events),
            CheckPackage = CodePackage.Check,
            NextChance = FunctionInvoker.Chance,
            Time = _time,
            AccountId = settings.AccountId,
            DefaultRegion = settings.Region,
            OnWithoutEffect = (name, sentences) => Report(fidelity, name, sentences),
            OnUnexpected = (operation, requestId, exception) => HostLog.ControlCallFailed(loggers.CreateLogger<FunctionHost>(), exception, operation, requestId),
        }));
    }

    internal FunctionCatalog Catalog { get; }

    /// <summary>Where the code is, and which of it has been run.</summary>
    internal FunctionCodeFolder Code => _code;

    /// <summary>What integrations call.</summary>
    internal FunctionCaller Caller { get; }

    /// <summary>Lambda's own API; its table is read when it is first called.</summary>
    internal Lazy<RestJsonService> Service { get; }

    /// <summary>Processes that are up.</summary>
    internal int EnvironmentCount => _invoker.EnvironmentCount;

    internal static async Task<FunctionHost> OpenAsync(
        HostSettings settings, IDocumentStore store, IFunctionLog log, FidelityReport fidelity, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var options = new CatalogOptions { OnFailure = (what, cause) => FunctionHostLog.CatalogFailed(loggers.CreateLogger<FunctionHost>(), cause, what) };
        return new FunctionHost(settings, await FunctionCatalog.OpenAsync(store, options, cancellationToken), log, fidelity, loggers);
    }

    /// <summary>Makes or replaces a function whose code is a folder of the user's. APIs of this gateway may call it.</summary>
    internal Task DefineAsync(FunctionDefinition definition, CancellationToken cancellationToken)
    {
        // Without aliases of its own it is what every alias means.
        _answeringToAnyAlias = definition.Aliases.IsEmpty ? _answeringToAnyAlias.Add(definition.Name) : _answeringToAnyAlias.Remove(definition.Name);
        return Catalog.ChangeAsync(definition.Name, present => Defined(definition, present), cancellationToken);
    }

    internal Task RemoveAsync(string name, CancellationToken cancellationToken) => Catalog.ChangeAsync(name, _ => new FunctionChange<bool>(null, true), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _remote?.Dispose();
        await _invoker.DisposeAsync();
        await Catalog.DisposeAsync();
        _code.Dispose();
    }

    // For each call of a method. Functions with their aliases are made once and kept: what knows them again compares references.
    private LambdaFunction? Find(FunctionReference reference)
    {
        if (Catalog.Find(reference.Name) is not { } function) return null;
        if (function.Has(reference.Qualifier)) return function;
        if (!_answeringToAnyAlias.Contains(reference.Name) || !FunctionDefinition.IsAlias(reference.Qualifier!)) return null;
        if (_withAliases.TryGetValue(reference.Name, out var known) && known.Has(reference.Qualifier) && ReferenceEquals(known.Latest, function.Latest)) return known;
        var aliases = known is not null && ReferenceEquals(known.Latest, function.Latest) ? known.Aliases.Keys : [];
        return _withAliases[reference.Name] = Permitted(Named(function, aliases.Append(reference.Qualifier!).Select(name => KeyValuePair.Create(name, LambdaFunction.LatestVersion))));
    }

    private FunctionChange<bool> Defined(FunctionDefinition definition, LambdaFunction? present)
    {
        var latest = Configuration(definition, definition.Folder, LambdaFunction.LatestVersion);
        var function = present ?? new LambdaFunction { Name = definition.Name, Arn = $"arn:aws:lambda:{_settings.Region}:{_settings.AccountId}:function:{definition.Name}", Latest = latest };
        function = function with
        {
            Latest = latest,
            Versions = [.. definition.Versions.Select(version => Configuration(definition, version.Value, version.Key.ToString(CultureInfo.InvariantCulture)))],
            LastVersion = definition.Versions.Keys.LastOrDefault(),
        };
        return new(Permitted(Named(function, definition.Aliases)), true);
    }

    private FunctionConfiguration Configuration(FunctionDefinition definition, string folder, string version)
    {
        var revision = RequestIdentifiers.Random();
        return new FunctionConfiguration
        {
            Version = version,
            Runtime = definition.Runtime,
            Handler = definition.Handler,
            Role = $"arn:aws:iam::{_settings.AccountId}:role/portico",
            Code = new FunctionCode { Sha256 = CodePackage.Sha256(Encoding.UTF8.GetBytes(folder + revision)), Size = 0, Folder = folder },
            Timeout = definition.Timeout,
            MemorySize = definition.MemorySize,
            Environment = definition.Environment.Count > 0 ? definition.Environment : null,
            RevisionId = revision,
            LastModified = _time.GetUtcNow(),
        };
    }

    private static LambdaFunction Named(LambdaFunction function, IEnumerable<KeyValuePair<string, string>> aliases) => function with
    {
        Aliases = function.Aliases.SetItems(aliases.Select(alias => KeyValuePair.Create(
            alias.Key, new FunctionAlias { Name = alias.Key, FunctionVersion = alias.Value, RevisionId = RequestIdentifiers.Random() }))),
    };

    // A function named beside a definition is there for that definition, by whatever alias it is called.
    private static LambdaFunction Permitted(LambdaFunction function)
    {
        const string StatementId = "portico-run";
        var policy = new FunctionPolicy
        {
            RevisionId = StatementId,
            Statements = [new PermissionStatement { StatementId = StatementId, Action = "lambda:InvokeFunction", Principal = "apigateway.amazonaws.com" }],
        };
        var missing = function.Aliases.Keys.Concat(function.Versions.Select(version => version.Version)).Append(LambdaFunction.LatestVersion).Prepend("").Where(qualifier => !function.Policies.ContainsKey(qualifier));
        return function with { Policies = function.Policies.SetItems(missing.Select(qualifier => KeyValuePair.Create(qualifier, policy))) };
    }

    private static void Report(FidelityReport fidelity, string name, ImmutableArray<string> sentences)
    {
        var key = $"function {name}";
        if (sentences.IsEmpty) fidelity.Forget(key);
        else fidelity.Compiled(key, [.. sentences.Select(sentence => Finding.Fidelity($"function {name}: {sentence}"))]);
    }
}

internal static partial class FunctionHostLog // ids 5300-5399
{
    [LoggerMessage(EventId = 5301, Level = LogLevel.Error, EventName = "FunctionCatalogFailed", Message = "{What}")]
    internal static partial void CatalogFailed(ILogger logger, Exception cause, string what);

    [LoggerMessage(EventId = 5302, Level = LogLevel.Warning, EventName = "FolderNotFollowed", Message = "Changes of {Folder} are not followed: {Why}")]
    internal static partial void FolderNotFollowed(ILogger logger, string folder, string why);
}
