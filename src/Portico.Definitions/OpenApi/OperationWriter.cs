using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Writes one method as an operation, its members in AWS's order.</summary>
internal sealed class OperationWriter(OpenApiExport export, ModelWriter models, SecurityWriter security)
{
    public JsonObject Write(Resource resource, Method method)
    {
        var operation = new JsonObject();
        export.Describe(operation, new(DocumentationPartType.METHOD, resource.Path, method.HttpMethod), "tags", "summary", "description", "externalDocs", "deprecated");
        if (method.OperationName is { } name) operation["operationId"] = name;
        if (export.IsVersion2) MediaTypes(operation, method);
        if (Parameters(resource, method) is { Count: > 0 } parameters) operation["parameters"] = parameters;
        if (!export.IsVersion2 && Body(resource, method) is { } body) operation["requestBody"] = body;
        operation["responses"] = new JsonObject(method.MethodResponses.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Response(resource, method, pair.Value))));
        if (security.Of(method) is { } required) operation["security"] = required;
        if (export.Has(ExportExtensions.Validators) && RequestValidatorExtension.Write(export, method) is { } validator) operation[RequestValidatorExtension.Name] = validator;
        if (export.Has(ExportExtensions.Integrations) && method.Integration is { } integration) operation[IntegrationExtension.Name] = IntegrationExtension.Write(integration, resource);
        return operation;
    }

    private static string Owner(Resource resource, Method method) => $"method '{method.HttpMethod}' of resource '{resource.Path}'";

    // In version 2 a body has its media types here. Those of templates stand in where no model has any.
    private static void MediaTypes(JsonObject operation, Method method)
    {
        var consumed = method.RequestModels.Keys.ToImmutableArray();
        if (consumed.IsEmpty) consumed = [.. method.Integration?.RequestTemplates?.Select(template => template.MediaType).Where(type => type != Model.Rest.MediaTypes.Default) ?? []];
        var produced = method.MethodResponses.Values.SelectMany(response => response.ResponseModels?.Keys ?? []).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (produced.IsEmpty)
        {
            produced = [.. method.Integration?.IntegrationResponses.Values.SelectMany(response => response.ResponseTemplates ?? []).Select(template => template.MediaType).Distinct(StringComparer.Ordinal) ?? []];
        }

        if (consumed.Length > 0) operation["consumes"] = OpenApiExport.Texts(consumed);
        if (produced.Length > 0) operation["produces"] = OpenApiExport.Texts(produced);
    }

    private JsonArray Parameters(Resource resource, Method method)
    {
        var parameters = new JsonArray();
        foreach (var (key, required) in method.RequestParameters)
        {
            if (MappingTarget.TryParseMethodRequest(key) is not { } target) continue;
            var parameter = new JsonObject
            {
                ["name"] = target.Name,
                ["in"] = target.Place switch { ParameterPlace.Header => "header", ParameterPlace.Path => "path", _ => "query" },
            };
            export.Describe(parameter, DocumentedThings.OfParameter(resource.Path, method.HttpMethod, key)!, "description");
            // Recorded: version 2 always says it, version 3 only when it is so.
            if (export.IsVersion2 || required) parameter["required"] = required;
            if (export.IsVersion2) parameter["type"] = "string";
            else parameter["schema"] = Text();
            parameters.Add((JsonNode)parameter);
        }

        if (export.IsVersion2 && models.JsonModel(method.RequestModels, Owner(resource, method)) is { } model)
        {
            var body = new JsonObject { ["in"] = "body", ["name"] = model };
            export.Describe(body, new(DocumentationPartType.REQUEST_BODY, resource.Path, method.HttpMethod), "description");
            body["required"] = true;
            body["schema"] = export.ReferenceTo(model);
            parameters.Add((JsonNode)body);
        }

        return parameters;
    }

    private JsonObject? Body(Resource resource, Method method)
    {
        if (method.RequestModels.IsEmpty) return null;
        var body = new JsonObject();
        export.Describe(body, new(DocumentationPartType.REQUEST_BODY, resource.Path, method.HttpMethod), "description");
        body["content"] = models.Content(method.RequestModels, Owner(resource, method));
        body["required"] = true;
        return body;
    }

    private JsonObject Response(Resource resource, Method method, MethodResponse response)
    {
        var result = new JsonObject();
        export.Describe(result, new(DocumentationPartType.RESPONSE, resource.Path, method.HttpMethod, response.StatusCode), "description");
        if (!result.ContainsKey("description")) result["description"] = ResponseText.Of(response.StatusCode);
        if (export.IsVersion2 && models.JsonModel(response.ResponseModels, Owner(resource, method)) is { } model) result["schema"] = export.ReferenceTo(model);
        if (response.ResponseParameters is { Count: > 0 } headers) result["headers"] = Headers(resource, method, response.StatusCode, headers.Keys);
        // Recorded: there also when it is empty.
        if (!export.IsVersion2) result["content"] = models.Content(response.ResponseModels, Owner(resource, method));
        return result;
    }

    private JsonObject Headers(Resource resource, Method method, string statusCode, IEnumerable<string> keys)
    {
        var headers = new JsonObject();
        foreach (var key in keys)
        {
            if (MappingTarget.TryParseMethodResponseHeader(key) is not { } name) continue;
            var header = export.IsVersion2 ? Text() : new JsonObject { ["schema"] = Text() };
            export.Describe(header, new(DocumentationPartType.RESPONSE_HEADER, resource.Path, method.HttpMethod, statusCode, name), "description");
            headers[name] = header;
        }

        return headers;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
}
