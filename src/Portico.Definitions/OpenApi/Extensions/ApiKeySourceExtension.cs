using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>Where a caller's API key comes from.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-api-key-source.html"/>
internal static class ApiKeySourceExtension
{
    public const string Name = "x-amazon-apigateway-api-key-source";

    public static ApiKeySource Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("apiKeySource");
        import.Place(element, root[Name]);
        return import.Word(root[Name], "an API key source", [nameof(ApiKeySource.HEADER), nameof(ApiKeySource.AUTHORIZER)], element) is nameof(ApiKeySource.AUTHORIZER)
            ? ApiKeySource.AUTHORIZER
            : ApiKeySource.HEADER;
    }

    public static JsonNode? Write(OpenApiExport export) => export.Definition.Api.ApiKeySource is ApiKeySource.HEADER ? null : nameof(ApiKeySource.AUTHORIZER);
}
