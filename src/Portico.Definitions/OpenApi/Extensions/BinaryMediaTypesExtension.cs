using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The media types whose bodies are bytes.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-binary-media-types.html"/>
internal static class BinaryMediaTypesExtension
{
    public const string Name = "x-amazon-apigateway-binary-media-types";

    public static ImmutableArray<string> Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("binaryMediaTypes");
        import.Place(element, root[Name]);
        return [.. import.Items(root[Name], element).Select(item => import.Text(item, element)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    public static JsonArray? Write(OpenApiExport export) =>
        export.Definition.Api.BinaryMediaTypes is { IsDefaultOrEmpty: false } types ? OpenApiExport.Texts(types) : null;
}
