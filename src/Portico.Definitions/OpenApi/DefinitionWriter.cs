using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Writes a whole document, its members in AWS's order.</summary>
internal static class DefinitionWriter
{
    public static JsonObject Write(OpenApiExport export)
    {
        var api = export.Definition.Api;
        var models = new ModelWriter(export);
        var security = new SecurityWriter(export);
        var host = $"{api.Id}.execute-api.{export.Options.Region}.amazonaws.com";
        var document = new JsonObject();
        if (export.IsVersion2)
        {
            document["swagger"] = "2.0";
            document["info"] = Info(export, "description", "version", "title");
            document["host"] = host;
            document["basePath"] = "/" + export.Options.StageName;
            document["schemes"] = new JsonArray("https");
        }
        else
        {
            document["openapi"] = "3.0.1";
            document["info"] = Info(export, "title", "description", "version");
            document["servers"] = new JsonArray(new JsonObject
            {
                ["url"] = $"https://{host}/{{basePath}}",
                ["variables"] = new JsonObject { ["basePath"] = new JsonObject { ["default"] = export.Options.StageName } },
            });
        }

        export.Describe(document, new(DocumentationPartType.API), "tags", "externalDocs");
        document["paths"] = Paths(export, new OperationWriter(export, models, security));
        Components(export, document, models.Write(), security.Write());
        Extensions(export, document);
        return document;
    }

    private static JsonObject Info(OpenApiExport export, params ReadOnlySpan<string> order)
    {
        var info = new JsonObject();
        foreach (var member in order)
        {
            var value = member switch { "title" => export.Definition.Api.Name, "version" => export.Version, _ => export.Definition.Api.Description };
            if (value is not null) info[member] = value;
        }

        // A description that only documentation has would come back as that of the API itself.
        foreach (var (name, value) in export.SaidOf(new(DocumentationPartType.API))["info"] as JsonObject ?? [])
        {
            if (!info.ContainsKey(name) && (name != "description" || !export.Has(ExportExtensions.Documentation))) info[name] = value?.DeepClone();
        }

        return info;
    }

    private static JsonObject Paths(OpenApiExport export, OperationWriter operations)
    {
        var paths = new JsonObject();
        var parents = export.Definition.Resources.Values.Select(resource => resource.ParentId).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in export.Definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            // What stands between others follows from their paths.
            if (resource.Methods.IsEmpty && (resource.ParentId is null || parents.Contains(resource.Id))) continue;
            var item = new JsonObject();
            if (!export.IsVersion2) export.Describe(item, new(DocumentationPartType.RESOURCE, resource.Path), "summary", "description");
            foreach (var method in resource.Methods.Values) item[PathsReader.KeyOf(method.HttpMethod)] = operations.Write(resource, method);
            paths[resource.Path] = item;
        }

        return paths;
    }

    private static void Components(OpenApiExport export, JsonObject document, JsonObject schemas, JsonObject schemes)
    {
        if (export.IsVersion2)
        {
            if (schemes.Count > 0) document["securityDefinitions"] = schemes;
            if (schemas.Count > 0) document["definitions"] = schemas;
            return;
        }

        // Recorded: there also when it is empty.
        var components = new JsonObject();
        if (schemas.Count > 0) components["schemas"] = schemas;
        if (schemes.Count > 0) components["securitySchemes"] = schemes;
        document["components"] = components;
    }

    private static void Extensions(OpenApiExport export, JsonObject document)
    {
        if (export.Has(ExportExtensions.Documentation)) Put(document, DocumentationExtension.Name, DocumentationExtension.Write(export));
        if (export.Has(ExportExtensions.GatewayResponses)) Put(document, GatewayResponsesExtension.Name, GatewayResponsesExtension.Write(export));
        if (export.Has(ExportExtensions.Validators)) Put(document, RequestValidatorsExtension.Name, RequestValidatorsExtension.Write(export));
        if (export.Has(ExportExtensions.Integrations)) Put(document, BinaryMediaTypesExtension.Name, BinaryMediaTypesExtension.Write(export));
        if (!export.Has(ExportExtensions.Settings)) return;
        Put(document, ApiKeySourceExtension.Name, ApiKeySourceExtension.Write(export));
        Put(document, MinimumCompressionSizeExtension.Name, MinimumCompressionSizeExtension.Write(export));
        Put(document, PolicyExtension.Name, PolicyExtension.Write(export));
        Put(document, SecurityPolicyExtension.Name, SecurityPolicyExtension.Write(export));
        Put(document, EndpointAccessModeExtension.Name, EndpointAccessModeExtension.Write(export));
        Put(export.IsVersion2 ? document : document["servers"]![0]!.AsObject(), EndpointConfigurationExtension.Name, EndpointConfigurationExtension.Write(export));
    }

    private static void Put(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null) target[name] = value;
    }
}
