using System.Collections.Immutable;
using Portico.Compiler.Scope;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Steps;
using Portico.DataPlane.Traffic;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler.Traffic;

/// <summary>The check of callers' API keys, for methods that require one.</summary>
internal sealed class UsagePlanCheckCompiler(CompilationContext context, Stage stage, TrafficControl traffic)
{
    internal IStep? Compile(Resource resource, Method method, ElementAddress address)
    {
        if (!method.ApiKeyRequired) return null;
        var api = context.Definition.Api;
        var fromAuthorizer = api.ApiKeySource == ApiKeySource.AUTHORIZER;
        if (fromAuthorizer && method.AuthorizationType != "CUSTOM")
        {
            context.Report(Finding.Warning("an API key is required, which the API takes from an authorizer, and the method has none: all calls of it are answered 403", address));
        }

        return new CheckUsagePlanStep(traffic, fromAuthorizer, ApiStages.Name(api.Id, stage.StageName), Entries(resource.Path, method.HttpMethod));
    }

    // As UsagePlan has them: /pets/GET, and //GET at the root.
    private static ImmutableArray<ImmutableArray<string>> Entries(string path, string httpMethod) => httpMethod == "ANY"
        ? [.. Enum.GetValues<HttpVerb>().Select(verb => ImmutableArray.Create($"{path}/{verb.ToString().ToUpperInvariant()}", $"{path}/ANY", $"{path}/*"))]
        : [[$"{path}/{httpMethod}", $"{path}/*"]];
}
