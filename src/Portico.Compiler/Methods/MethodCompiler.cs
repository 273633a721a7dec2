using System.Collections.Immutable;
using Portico.Aws.Policies;
using Portico.Compiler.Authorization;
using Portico.Compiler.Caching;
using Portico.Compiler.Integrations;
using Portico.Compiler.Mapping;
using Portico.Compiler.Scope;
using Portico.Compiler.Traffic;
using Portico.Compiler.Validation;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Stages;
using Portico.DataPlane.Steps;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Methods;

/// <summary>A method of a definition to the method that runs.</summary>
internal sealed class MethodCompiler(CompilationContext context, Stage stage, CompilationOptions options)
{
    private readonly MethodThrottleCompiler _throttles = new(context.Definition.Api.Id, stage, options.Traffic);
    private readonly UsagePlanCheckCompiler _usagePlans = new(context, stage, options.Traffic);
    private readonly MethodSettingTable _settings = new(stage.MethodSettings);
    private readonly PolicyParse? _resourcePolicy = ResourcePolicy(context);
    private ResponseCacheCompiler? _caches;
    private readonly BodyModelCompiler _bodyModels = new(context);

    /// <summary>The method, and for ANY each verb that the stage treats in a way of its own.</summary>
    internal IEnumerable<(HttpVerb? Verb, CompiledMethod Method)> Compile(Resource resource, Method method)
    {
        var address = ElementAddress.Method(resource.Path, method.HttpMethod);
        var integration = Integrate(resource, method, address);
        var validator = Validator(method, address);
        var validateBody = validator is { ValidateRequestBody: true } ? _bodyModels.Compile(method, address) : null;

        var authorize = Authorize(method, address);
        var pipeline = new RestPipeline
        {
            Authorize = authorize,
            ThrottleMethod = _throttles.Compile(resource, method),
            CheckUsagePlan = _usagePlans.Compile(resource, method, address),
            Decompress = context.Definition.Api.MinimumCompressionSize is { } least ? new DecompressStep(least) : null,
            StartExecution = options.IsObserved ? StartExecutionStep.Instance : null,
            ValidateParameters = validator is { ValidateRequestParameters: true } ? RequiredParameterCompiler.Compile(method) : null,
            ReadBody = !options.IsObserved && (validateBody is not null || integration.ReadsBody) ? ReadBodyStep.Instance : null,
            ValidateBody = validateBody,
            MapRequest = integration.MapRequest,
            StartIntegration = method.Integration is null or { Type: IntegrationType.MOCK } ? null : StartIntegrationStep.Instance,
            Integrate = integration.Integrate,
            MapResponse = integration.MapResponse,
            Compress = context.Definition.Api.MinimumCompressionSize is { } size && method.Integration?.ResponseTransferMode != "STREAM" ? new CompressStep(size) : null,
        };
        var about = new MethodContext
        {
            ResourceId = resource.Id,
            ResourcePath = resource.Path,
            HttpMethod = method.HttpMethod,
            OperationName = method.OperationName,
            PathVariables = Variables(resource.Path),
        };
        if (method.HttpMethod != "ANY")
        {
            yield return (HttpVerbs.Parse(method.HttpMethod), Under(method.HttpMethod));
            yield break;
        }

        var any = Under("ANY");
        yield return (null, any);
        foreach (var verb in Enum.GetValues<HttpVerb>().Where(verb => verb != HttpVerb.Unknown && !resource.Methods.ContainsKey(verb.ToString().ToUpperInvariant())))
        {
            var name = verb.ToString().ToUpperInvariant();
            if (_settings.FindCaching(resource.Path, name) is not null || MethodSettingsCompiler.Compile(_settings.Find(resource.Path, name)) != any.Context.Settings) yield return (verb, Under(name));
        }

        CompiledMethod Under(string verb)
        {
            var settings = MethodSettingsCompiler.Compile(_settings.Find(resource.Path, verb));
            var steps = (Observed(pipeline, settings) with { Cache = Caches.Compile(resource, method, verb) }).Steps;
            var counters = settings.MetricsEnabled ? StageObservationCompiler.Counters(context, stage, options, method.HttpMethod, resource.Path) : null;
            return new CompiledMethod(about with { Settings = settings, Counters = counters }, context.Shared.Get(steps, () => steps)) { Authorize = authorize };
        }
    }

    private ResponseCacheCompiler Caches => _caches ??= new(context, stage, _settings, options.CacheInvalidation(_resourcePolicy?.Document), options);

    // A method whose log shows bodies reads the client's first.
    private RestPipeline Observed(RestPipeline pipeline, MethodSettings settings)
    {
        if (options.IsObserved || options.Observation is null || settings.LoggingLevel != LoggingLevel.Info) return pipeline;
        return settings.DataTraceEnabled ? pipeline with { StartExecution = StartExecutionStep.Instance, ReadBody = null } : pipeline with { StartExecution = StartExecutionStep.WithoutBody };
    }

    private IntegrationSteps Integrate(Resource resource, Method method, ElementAddress address)
    {
        if (method.Integration is not { } integration)
        {
            context.Report(Finding.Error("No integration defined for method", address));
            return new IntegrationSteps { Integrate = new UnavailableIntegrationStep("No integration defined for method") };
        }

        foreach (var factory in options.Integrations)
        {
            if (factory.Handles(integration)) return factory.Create(new IntegrationContext(context, resource, method, integration));
        }

        var kind = integration.ConnectionType == "VPC_LINK" ? $"{integration.Type} integrations over a VPC link" : $"{integration.Type} integrations";
        context.Report(Finding.Fidelity($"{kind} are not carried out by this version of Portico: calls of this method are answered 500", address.Part("integration")));
        return new IntegrationSteps { Integrate = new UnavailableIntegrationStep($"{kind} are not carried out by this version of Portico") };
    }

    private RequestValidator? Validator(Method method, ElementAddress address)
    {
        if (method.RequestValidatorId is not { } id) return null;
        if (context.Definition.RequestValidators.TryGetValue(id, out var validator)) return validator;

        context.Report(Finding.Error("Invalid Request Validator identifier specified", address.Part("requestValidatorId")));
        return null;
    }

    // What cannot let the right callers in lets nobody in.
    private IStep? Authorize(Method method, ElementAddress address)
    {
        if (_resourcePolicy is { Document: null }) return RefuseEverybodyStep.Instance;
        foreach (var factory in options.Authorizations)
        {
            if (factory.Handles(method)) return factory.Create(new AuthorizationContext(context, method, address, _resourcePolicy?.Document));
        }

        if (method.AuthorizationType == "NONE" && _resourcePolicy is null) return null;
        var name = method.AuthorizerId is { } id && context.Definition.Authorizers.TryGetValue(id, out var authorizer) ? $"the authorizer '{authorizer.Name}'" : "an authorizer";
        context.Report(Finding.Fidelity($"{name} is not asked by this version of Portico: all calls of this method are answered 401", address.Part("authorizer")));
        return RefuseEverybodyStep.Instance;
    }

    // Refused when it was stored; one that came another way keeps everybody out.
    private static PolicyParse? ResourcePolicy(CompilationContext context)
    {
        if (string.IsNullOrEmpty(context.Definition.Api.Policy)) return null;
        var parse = PolicyDocument.Parse(context.Definition.Api.Policy, PolicyKind.Resource, "resource policy");
        foreach (var finding in parse.Findings) context.Report(Finding.Error($"Invalid policy document: {finding}", ElementAddress.Api.Part("policy")));
        return parse;
    }

    private static ImmutableArray<PathVariable> Variables(string path) =>
    [
        .. path.Split('/').Where(part => Resource.VariableName(part) is not null).Select(part => new PathVariable(Resource.VariableName(part)!, Resource.IsGreedy(part))),
    ];
}
