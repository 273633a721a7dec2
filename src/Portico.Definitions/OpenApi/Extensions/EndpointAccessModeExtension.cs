using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>How strictly the default endpoint holds a caller to the name it asked for.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html"/>
internal static class EndpointAccessModeExtension
{
    public const string Name = "x-amazon-apigateway-endpoint-access-mode";

    public static string? Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("endpointAccessMode");
        if (import.Word(root[Name], "an endpoint access mode", ["BASIC", "STRICT"], element) is not { } mode) return null;
        import.Place(element, root[Name]);
        if (mode is "STRICT") import.Fidelity(root[Name]!, "the endpoint access mode STRICT is kept and shown; Portico answers as in the mode BASIC", element);
        return mode;
    }

    public static JsonNode? Write(OpenApiExport export) => export.Definition.Api.EndpointAccessMode;
}
