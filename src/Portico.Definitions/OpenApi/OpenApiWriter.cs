using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi;

/// <summary>Writes a REST API as OpenAPI 2.0 or 3.0.1, with as many of Amazon API Gateway's extensions as are asked for.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html"/>
public static class OpenApiWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document; with <see cref="ExportExtensions.ApiGateway"/> an import of it makes the same API again.</summary>
    /// <param name="definition">What a deployment froze.</param>
    /// <exception cref="Portico.Aws.ServiceException">The API describes a body that OpenAPI cannot.</exception>
    public static string Write(RestApiDefinition definition, OpenApiWriteOptions options)
    {
        var document = DefinitionWriter.Write(new OpenApiExport(definition, options));
        return options.IsYaml ? YamlText.Of(document) : document.ToJsonString(Indented);
    }

    /// <summary>What stands as <c>info.version</c>.</summary>
    public static string VersionOf(RestApiDefinition definition, OpenApiWriteOptions options) => new OpenApiExport(definition, options).Version;
}
