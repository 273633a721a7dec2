using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Portico.Aws.Vocabulary;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>What the gateway itself answers, by kind of failure.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.html"/>
internal static class GatewayResponsesExtension
{
    public const string Name = "x-amazon-apigateway-gateway-responses";

    public static ImmutableSortedDictionary<string, GatewayResponse> Read(OpenApiImport import, SourceNode root)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, GatewayResponse>(StringComparer.Ordinal);
        foreach (var written in import.Mapping(root[Name])?.Children ?? [])
        {
            var element = ElementAddress.GatewayResponse(written.Name);
            if (GatewayResponseType.Find(written.Name) is null)
            {
                import.KeyError(written, $"'{written.Name}' is not a gateway response type; use one of {string.Join(", ", GatewayResponseType.All)}", element);
                continue;
            }

            import.Place(element, written);
            var settings = import.Mapping(written, element);
            result[written.Name] = new GatewayResponse
            {
                ResponseType = written.Name,
                StatusCode = StatusCode(import, settings?["statusCode"], element),
                ResponseParameters = Parameters(import, settings?["responseParameters"], element.Part("responseParameters")),
                ResponseTemplates = Templates(import, settings?["responseTemplates"], element.Part("responseTemplates")),
            };
        }

        return result.ToImmutable();
    }

    private static string? StatusCode(OpenApiImport import, SourceNode? node, ElementAddress element)
    {
        var status = import.Text(node, element);
        if (status is null || StatusCodeRule.Holds(status)) return status;
        import.Error(node!, StatusCodeRule.Refusal(status), element);
        return null;
    }

    private static ImmutableSortedDictionary<string, string> Parameters(OpenApiImport import, SourceNode? map, ElementAddress element)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        import.Place(element, map);
        foreach (var member in import.Mapping(map, element)?.Children ?? [])
        {
            var part = element.Part(member.Name);
            import.Place(part, member);
            if (member is { IsNull: true } or { IsScalar: true, Text: "" })
            {
                import.Error(member, "Invalid null or empty value in responseParameters", part);
            }
            else if (MappingTarget.TryParseGatewayResponseHeader(member.Name) is null)
            {
                import.KeyError(member, MappingRefusal.Malformed(member.Name), part);
            }
            else if (import.Text(member, part) is { } expression)
            {
                if (MappingExpression.TryParseRequest(expression) is null) import.Error(member, MappingRefusal.Malformed(expression), part);
                result[member.Name] = expression;
            }
        }

        return result.ToImmutable();
    }

    private static ImmutableArray<MediaTypeTemplate> Templates(OpenApiImport import, SourceNode? map, ElementAddress element)
    {
        var result = ImmutableArray.CreateBuilder<MediaTypeTemplate>();
        import.Place(element, map);
        foreach (var member in import.Mapping(map, element)?.Children ?? [])
        {
            var part = element.Part(member.Name);
            import.Place(part, member);
            if (member is { IsNull: true } or { IsScalar: true, Text: "" })
            {
                import.Error(member, "Invalid null or empty value in responseTemplates", part);
            }
            else if (!MethodScope.IsMediaType(member.Name))
            {
                import.KeyError(member, MappingRefusal.ContentType(member.Name), part);
            }
            else if (import.Text(member, part) is { } template)
            {
                result.Add(new(member.Name, template));
            }
        }

        return result.ToImmutable();
    }

    public static JsonObject? Write(OpenApiExport export)
    {
        var result = new JsonObject();
        foreach (var (type, response) in export.Definition.GatewayResponses)
        {
            var written = new JsonObject();
            if (response.StatusCode is { } status) written["statusCode"] = int.Parse(status, CultureInfo.InvariantCulture);
            if (response.ResponseParameters.Count > 0) written["responseParameters"] = OpenApiExport.Map(response.ResponseParameters);
            if (!response.ResponseTemplates.IsDefaultOrEmpty) written["responseTemplates"] = OpenApiExport.Templates(response.ResponseTemplates);
            result[type] = written;
        }

        return result.Count == 0 ? null : result;
    }
}
