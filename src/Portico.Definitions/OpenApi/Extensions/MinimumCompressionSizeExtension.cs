using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The size from which responses are compressed.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-minimum-compression-size.html"/>
internal static class MinimumCompressionSizeExtension
{
    public const string Name = "x-amazon-apigateway-minimum-compression-size";

    private const int Largest = 10_485_760;

    public static int? Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("minimumCompressionSize");
        import.Place(element, root[Name]);
        var size = import.WholeNumber(root[Name], element);
        if (size is null or (>= 0 and <= Largest)) return size;
        import.Error(root[Name]!, $"Invalid minimum compression size, must be between 0 and 10485760: found {size}", element);
        return null;
    }

    public static JsonNode? Write(OpenApiExport export) => export.Definition.Api.MinimumCompressionSize is { } size ? size : null;
}
