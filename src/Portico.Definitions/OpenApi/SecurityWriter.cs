using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Extensions;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Writes what methods ask of their callers, and the schemes that stand for it.</summary>
internal sealed class SecurityWriter(OpenApiExport export)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly string _apiKey = Free(export, "api_key");
    private readonly string _signature = Free(export, "sigv4");
    private bool _asksForKeys;
    private bool _asksForSignatures;

    /// <summary>The requirements of a method; null when it asks for nothing.</summary>
    public JsonArray? Of(Method method)
    {
        var security = new JsonArray();
        if (method.AuthorizationType == "AWS_IAM")
        {
            _asksForSignatures = true;
            security.Add((JsonNode)new JsonObject { [_signature] = new JsonArray() });
        }
        else if (method.AuthorizerId is { } id && export.Definition.Authorizers.TryGetValue(id, out var authorizer))
        {
            _used.Add(authorizer.Id);
            security.Add((JsonNode)new JsonObject { [authorizer.Name] = OpenApiExport.Texts(method.AuthorizationScopes) });
        }

        if (method.ApiKeyRequired)
        {
            _asksForKeys = true;
            security.Add((JsonNode)new JsonObject { [_apiKey] = new JsonArray() });
        }

        return security.Count == 0 ? null : security;
    }

    /// <summary>The schemes that were named, and with the extension all authorizers; to be asked last.</summary>
    public JsonObject Write()
    {
        var schemes = new JsonObject();
        foreach (var authorizer in export.Definition.Authorizers.Values.OrderBy(authorizer => authorizer.Name, StringComparer.Ordinal))
        {
            if (!_used.Contains(authorizer.Id) && !export.Has(ExportExtensions.Authorizers)) continue;
            var scheme = AuthorizerExtension.Write(export, authorizer);
            export.Describe(scheme, new(DocumentationPartType.AUTHORIZER, Name: authorizer.Name), "description");
            schemes[authorizer.Name] = scheme;
        }

        if (_asksForKeys) schemes[_apiKey] = Scheme("x-api-key");
        if (_asksForSignatures)
        {
            var scheme = Scheme("Authorization");
            // Without the word an import would leave the method open.
            scheme[AuthTypeExtension.Name] = "awsSigv4";
            schemes[_signature] = scheme;
        }

        return schemes;
    }

    private static JsonObject Scheme(string header) => new() { ["type"] = "apiKey", ["name"] = header, ["in"] = "header" };

    private static string Free(OpenApiExport export, string name)
    {
        while (export.Definition.Authorizers.Values.Any(authorizer => authorizer.Name == name)) name += "_";
        return name;
    }
}
