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
    public static StageCompilation Compile(RestApiDefinition definition, Stage stage, CompilationOptions options)
    {
        var context = new CompilationContext(definition, stage.Variables) { StageName = stage.StageName, ClientCertificateId = stage.ClientCertificateId };
        StageFidelity.Report(context, stage);
        var compiled = new CompiledStage
        {
            Context = new StageContext
            {
                ApiId = definition.Api.Id,
                StageName = stage.StageName,
                DeploymentId = stage.DeploymentId,
                AccountId = options.AccountId,
                Region = options.Region,
                Observation = StageObservationCompiler.Compile(context, stage, options, stage.StageName),
                EndpointType = definition.Api.EndpointConfiguration.Type.ToString(),
                Variables = stage.Variables.ToFrozenDictionary(StringComparer.Ordinal),
                BinaryMediaTypes = definition.Api.BinaryMediaTypes.IsDefaultOrEmpty ? BinaryMediaTypes.None : new BinaryMediaTypes(definition.Api.BinaryMediaTypes),
            },
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
