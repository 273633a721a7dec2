using System.Collections.Frozen;
using System.Collections.Immutable;
using Portico.Compiler.Methods;
using Portico.Compiler.Responses;
using Portico.Compiler.Scope;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Media;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Stages;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler;

/// <summary>Snapshot + stage -> <see cref="CompiledStage"/>. Pure: the same input gives the same stage and the same findings.</summary>
public static class StageCompiler
{
    /// <summary>Compiles what a deployment froze under the settings of one stage.</summary>
    /// <param name="definition">What the stage's deployment froze.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="options">What else is known.</param>
    /// <param name="canary">What the deployment of the stage's canary froze; null where it has none, or none that is to run.</param>
    public static StageCompilation Compile(RestApiDefinition definition, Stage stage, CompilationOptions options, RestApiDefinition? canary = null)
    {
        if (stage.CanarySettings is not { } settings || canary is null) return CompileOne(definition, stage, options, isCanary: null, choice: null);
        var ofCanary = stage with { DeploymentId = settings.DeploymentId, Variables = stage.Variables.SetItems(settings.StageVariableOverrides) };
        var second = CompileOne(canary, ofCanary, options, isCanary: true, choice: null);
        var first = CompileOne(definition, stage, options, isCanary: false, new CanaryChoice(second.Stage, settings.PercentTraffic, options.CanaryHeader, options.CanaryDraw));
        return first with { Findings = [.. first.Findings.Union(second.Findings)] };
    }

    private static StageCompilation CompileOne(RestApiDefinition definition, Stage stage, CompilationOptions options, bool? isCanary, CanaryChoice? choice)
    {
        var context = new CompilationContext(definition, stage.Variables) { StageName = stage.StageName, ClientCertificateId = stage.ClientCertificateId, IsCanary = isCanary == true };
        StageFidelity.Report(context, stage);
        var compiled = new CompiledStage
        {
            Context = new StageContext
            {
                ApiId = definition.Api.Id,
                StageName = stage.StageName,
                DeploymentId = stage.DeploymentId,
                IsCanary = isCanary,
                AccountId = options.AccountId,
                Region = options.Region,
                Observation = StageObservationCompiler.Compile(context, stage, options),
                EndpointType = definition.Api.EndpointConfiguration.Type.ToString(),
                Variables = stage.Variables.ToFrozenDictionary(StringComparer.Ordinal),
                BinaryMediaTypes = definition.Api.BinaryMediaTypes.IsDefaultOrEmpty ? BinaryMediaTypes.None : new BinaryMediaTypes(definition.Api.BinaryMediaTypes),
            },
            Canary = choice,
            Routes = Routes(context, stage, options),
            GatewayResponses = GatewayResponsesCompiler.Compile(context),
            ExecuteApiEndpointIsDisabled = definition.Api.DisableExecuteApiEndpoint,
        };
        return new StageCompilation(compiled, context.Findings);
    }

    /// <summary>Everything there is to say about a definition that no stage points to yet.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="variables">The variables that a stage will have; without them their places are empty.</param>
    /// <param name="options">As for <see cref="Compile"/>.</param>
    public static ImmutableArray<Finding> Check(RestApiDefinition definition, ImmutableSortedDictionary<string, string> variables, CompilationOptions options)
    {
        var stage = new Stage
        {
            StageName = "check",
            DeploymentId = "",
            CreatedDate = definition.Api.CreatedDate,
            LastUpdatedDate = definition.Api.CreatedDate,
            Variables = variables,
        };
        return Compile(definition, stage, options).Findings;
    }

    private static RouteTree<CompiledMethod> Routes(CompilationContext context, Stage stage, CompilationOptions options)
    {
        var methods = new MethodCompiler(context, stage, options);
        var routes = new RouteTreeBuilder<CompiledMethod>();

        // In the order of paths, so that findings stand in an order that a reader can follow.
        foreach (var resource in context.Definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            foreach (var method in resource.Methods.Values)
            {
                foreach (var (verb, compiled) in methods.Compile(resource, method)) routes.Add(verb, resource.Path, compiled);
            }
        }

        return routes.Build();
    }
}
