using System.Collections.Immutable;
using Portico.Compiler.Mapping;
using Portico.Compiler.Scope;
using Portico.Compiler.Traffic;
using Portico.DataPlane.Caching;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Steps;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;
using Portico.State.Caching;

namespace Portico.Compiler.Caching;

/// <summary>The settings of a stage to the caches of its methods.</summary>
internal sealed class ResponseCacheCompiler
{
    private readonly CompilationContext _context;
    private readonly Stage _stage;
    private readonly MethodSettingTable _settings;
    private readonly ResponseCache? _cache;
    private readonly ICacheInvalidation _invalidation;

    internal ResponseCacheCompiler(CompilationContext context, Stage stage, MethodSettingTable settings, ICacheInvalidation invalidation, CompilationOptions options)
    {
        (_context, _stage, _settings, _invalidation) = (context, stage, settings, invalidation);
        if (!stage.CacheClusterEnabled || options.Caches is not { } caches || options.IsObserved) return;
        var apiId = context.Definition.Api.Id;
        var isApart = context.IsCanary && stage.CanarySettings?.UseStageCache != true;
        var capacity = CacheClusters.Capacity(stage);
        _cache = caches.Open(isApart ? CacheClusters.CanaryName(apiId, stage.StageName) : CacheClusters.Name(apiId, stage.StageName), capacity);
        if (capacity > caches.MaxBytes)
        {
            context.Report(Finding.Warning(
                $"cacheClusterSize {stage.CacheClusterSize ?? CacheClusters.DefaultSize} (GB) is more than all caches of this process may take together: answers are dropped beyond {caches.MaxBytes / (1024 * 1024)} MB",
                ElementAddress.Api.Part("cacheClusterSize")));
        }
    }

    /// <summary>What puts a cache before a method's integration for one verb, or null when its answers are not kept.</summary>
    internal Func<ImmutableArray<IStep>, IStep>? Compile(Resource resource, Method method, string verb)
    {
        if (_cache is null || method.Integration is not { } integration || integration.ResponseTransferMode == "STREAM") return null;
        if (_settings.FindCaching(resource.Path, verb) is not { CacheTtlInSeconds: > 0 } setting) return null;

        var scope = new IntegrationScope(_context, resource, method, integration);
        var policy = new CachePolicy(
            TimeSpan.FromSeconds(setting.CacheTtlInSeconds),
            setting.CacheDataEncrypted,
            setting.RequireAuthorizationForCacheControl,
            setting.UnauthorizedCacheControlHeaderStrategy switch
            {
                "FAIL_WITH_403" => UnauthorizedCacheControl.FailWith403,
                "SUCCEED_WITHOUT_RESPONSE_HEADER" => UnauthorizedCacheControl.SucceedWithoutResponseHeader,
                _ => UnauthorizedCacheControl.SucceedWithResponseHeader,
            },
            KeepsForms: _context.Definition.Api.MinimumCompressionSize is not null);

        // Of the deployment, so that a new one never answers with what the old one made.
        var prefix = $"{_stage.DeploymentId}/{integration.CacheNamespace ?? resource.Id}/{verb}/";
        ImmutableArray<ValueSource> parameters = [.. integration.CacheKeyParameters.Select(name => Parameter(scope, name))];
        return steps => new AnswerFromCacheStep(_cache, policy, _invalidation, prefix, parameters, steps);
    }

    private static ValueSource Parameter(IntegrationScope scope, string name)
    {
        // A parameter of the integration's request has the value that is mapped to it.
        var text = name.StartsWith("integration.request.", StringComparison.Ordinal) ? scope.Integration.RequestParameters?.GetValueOrDefault(name) : name;
        if (MappingExpression.TryParseRequest(text) is { } expression) return ValueSourceCompiler.Compile(expression, scope.Compilation);
        scope.Report(Finding.Warning($"the cache key parameter '{name}' has no value in any request; it tells no two of them apart", scope.Address.Part("cacheKeyParameters")));
        return ValueSource.Nothing;
    }
}
