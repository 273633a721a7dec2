using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The resource policy. Whether it is a sound one is asked where it is stored.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/openapi-extensions-policy.html"/>
internal static class PolicyExtension
{
    public const string Name = "x-amazon-apigateway-policy";

    public static string? Read(OpenApiImport import, SourceNode root)
    {
        var element = ElementAddress.Api.Part("policy");
        if (import.Mapping(root[Name], element) is not { } policy) return null;
        import.Place(element, policy);

        // Whoever was refused is told which statement did it, and where it stands.
        var statements = policy["Statement"];
        SourceNode[] each = statements is null ? [] : statements.Kind == SourceKind.Sequence ? [.. statements.Children] : [statements];
        for (var index = 0; index < each.Length; index++) import.Place(element.Part($"Statement {index}"), each[index]);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            SourceJson.Write(writer, policy);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonNode? Write(OpenApiExport export) => export.Definition.Api.Policy is { } policy ? JsonNode.Parse(policy) : null;
}
