using System.Collections.Immutable;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Reads a whole document: what it is, and the API that its parts make together.</summary>
internal static class DefinitionReader
{
    public static DefinitionReading Read(OpenApiImport import)
    {
        if (!import.HasDocument)
        {
            if (!import.HasFindings) import.NotOpenApi("the text is empty");
            return import.Result(null, isOpenApi: import.IsTooLarge);
        }

        var root = import.Root;
        if (!import.Format.IsOpenApi)
        {
            var version = root["swagger"] ?? root["openapi"];
            if (version is null)
            {
                import.NotOpenApi(root.IsMapping ? "neither 'swagger' nor 'openapi' stands at its top" : $"the document is {root.KindName}, not a mapping");
                return import.Result(null, isOpenApi: false);
            }

            import.Error(version, $"'{version}' is not a version of OpenAPI that can be read; use one of 2.0 (under 'swagger'), 3.0.x, 3.1.x (under 'openapi')");
            return import.Result(null, isOpenApi: true);
        }

        import.ResolvePseudoParameters();
        return import.Result(Definition(import, root), isOpenApi: true);
    }

    private static RestApiDefinition Definition(OpenApiImport import, SourceNode root)
    {
        import.Place(ElementAddress.Api, root);
        ExtensionTable.Sweep(import, root, ExtensionPlaces.Root);
        IgnoredParts(import, root);

        var info = import.Mapping(root["info"]);
        var name = import.Text(info?["title"]);
        if (string.IsNullOrEmpty(name)) import.Error(info?["title"] ?? info ?? root, "Name cannot be empty: 'info' has no 'title', which becomes the name of the API");
        var rootId = import.Options.Identifiers.Next(6);
        var models = new ModelTable(import);
        var validators = RequestValidatorsExtension.Read(import, root);
        var tree = new ResourceTree(import, rootId);
        var security = new SecurityReader(import);
        new PathsReader(import, tree, models, validators, security).Read(root["paths"]);
        foreach (var server in import.Items(root["servers"]))
        {
            ExtensionTable.Sweep(import, server, ExtensionPlaces.Server, ElementAddress.Api.Part("endpointConfiguration"));
        }

        // Last of all, so that the ids of other things do not depend on what is said about them.
        var documentation = import.Options.IgnoreDocumentation ? [] : new DocumentationReader(import).Read();
        var endpoint = EndpointConfigurationExtension.Read(import, root);

        return new RestApiDefinition
        {
            Api = new RestApi
            {
                Id = import.Options.ApiId,
                Name = name ?? "",
                Description = import.Text(info?["description"]) is { Length: > 0 } description ? description : null,
                Version = import.Text(info?["version"]),
                CreatedDate = import.Options.Now,
                ApiKeySource = ApiKeySourceExtension.Read(import, root),
                BinaryMediaTypes = BinaryMediaTypesExtension.Read(import, root),
                MinimumCompressionSize = MinimumCompressionSizeExtension.Read(import, root),
                EndpointConfiguration = endpoint.Configuration,
                DisableExecuteApiEndpoint = endpoint.DisableExecuteApiEndpoint,
                Policy = PolicyExtension.Read(import, root),
                RootResourceId = rootId,
                SecurityPolicy = SecurityPolicyExtension.Read(import, root),
                EndpointAccessMode = EndpointAccessModeExtension.Read(import, root),
            },
            Resources = tree.ToResources(),
            Models = models.ToModels(),
            RequestValidators = validators.Values.ToImmutableSortedDictionary(validator => validator.Id, validator => validator, StringComparer.Ordinal),
            Authorizers = security.ToAuthorizers(),
            DocumentationParts = DocumentationParts.Sorted(documentation),
            GatewayResponses = GatewayResponsesExtension.Read(import, root),
        };
    }

    private static void IgnoredParts(OpenApiImport import, SourceNode root)
    {
        if (root["webhooks"] is { } webhooks) import.KeyWarning(webhooks, "API Gateway ignores 'webhooks'");
        if (import.Mapping(root["components"]) is { } components) ExtensionTable.Sweep(import, components, ExtensionPlaces.Components);
        foreach (var tag in import.Items(root["tags"]))
        {
            ExtensionTable.Sweep(import, tag, ExtensionPlaces.Tag);
        }
    }

}
