using System.Text.Json;
using System.Text.RegularExpressions;
using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about documentation parts and versions, each with AWS's refusal.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DocumentationPartLocation.html"/>
public static partial class DocumentationRules
{
    private const DocumentationFields OfMethod = DocumentationFields.Path | DocumentationFields.Method;
    private const DocumentationFields OfParameter = OfMethod | DocumentationFields.Name;
    private const DocumentationFields OfResponse = OfMethod | DocumentationFields.StatusCode;

    /// <summary>The members that may be set of a location.</summary>
    public static DocumentationFields FieldsOf(DocumentationPartType type) => type switch
    {
        DocumentationPartType.API => DocumentationFields.None,
        DocumentationPartType.AUTHORIZER or DocumentationPartType.MODEL => DocumentationFields.Name,
        DocumentationPartType.RESOURCE => DocumentationFields.Path,
        DocumentationPartType.PATH_PARAMETER or DocumentationPartType.QUERY_PARAMETER or DocumentationPartType.REQUEST_HEADER => OfParameter,
        DocumentationPartType.RESPONSE or DocumentationPartType.RESPONSE_BODY => OfResponse,
        DocumentationPartType.RESPONSE_HEADER => OfResponse | DocumentationFields.Name,
        _ => OfMethod,
    };

    /// <summary>Whether a part holds for what lies below its path too.</summary>
    public static bool IsInherited(DocumentationPartType type) =>
        type is not (DocumentationPartType.API or DocumentationPartType.AUTHORIZER or DocumentationPartType.MODEL or DocumentationPartType.RESOURCE);

    /// <summary>What stands against a location, or null.</summary>
    public static string? LocationRefusal(DocumentationLocation location)
    {
        var fields = FieldsOf(location.Type);
        var superfluous = NotOf(DocumentationFields.Path, "path", location.Path)
            ?? NotOf(DocumentationFields.Method, "method", location.Method)
            ?? NotOf(DocumentationFields.StatusCode, "statusCode", location.StatusCode)
            ?? NotOf(DocumentationFields.Name, "name", location.Name);
        if (superfluous is not null) return superfluous;

        if (!string.IsNullOrEmpty(location.Path) && location.Path[0] != '/') return $"Invalid documentation part location: the path '{location.Path}' does not begin with '/'";
        if (!string.IsNullOrEmpty(location.StatusCode) && !StatusCode().IsMatch(location.StatusCode)) return $"Invalid documentation part location: '{location.StatusCode}' is no status code";
        if (fields.HasFlag(DocumentationFields.Name) && fields != DocumentationFields.Name && string.IsNullOrEmpty(location.Name))
        {
            return $"Invalid documentation part location: a location of type {location.Type} needs a name";
        }

        return null;

        string? NotOf(DocumentationFields field, string name, string? value) => string.IsNullOrEmpty(value) || fields.HasFlag(field)
            ? null
            : $"Invalid documentation part location: a location of type {location.Type} has no {name}";
    }

    /// <summary>What stands against the properties of a part, or null.</summary>
    public static string? PropertiesRefusal(string? properties)
    {
        if (string.IsNullOrWhiteSpace(properties)) return "Documentation part properties must be non-empty";
        try
        {
            using var document = JsonDocument.Parse(properties);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "Documentation part properties must be a JSON object";
        }
        catch (JsonException e)
        {
            return $"Documentation part properties must be a JSON object: not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }
    }

    /// <summary>The part as it is kept, or a refusal.</summary>
    public static DocumentationPart Checked(DocumentationPart part) =>
        (LocationRefusal(part.Location) ?? PropertiesRefusal(part.Properties)) is { } refusal ? throw ServiceException.BadRequest(refusal) : part;

    [GeneratedRegex(@"\A(?:[1-5][0-9][0-9]|\*)\z")]
    private static partial Regex StatusCode();
}
