using System.Text.Json;
using System.Text.RegularExpressions;
using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about models, each with AWS's refusal.</summary>
public static partial class SchemaModelRules
{
    /// <summary>The model as it is kept, or a refusal.</summary>
    public static SchemaModel Checked(SchemaModel model)
    {
        if (string.IsNullOrEmpty(model.Name)) throw ServiceException.BadRequest("Model name must be non-empty");
        if (!Name().IsMatch(model.Name)) throw ServiceException.BadRequest($"Model name must be alphanumeric: {model.Name}");
        CheckSchema(model.ContentType, model.Schema);
        return model;
    }

    /// <summary>Refuses to take away a model that a method needs.</summary>
    public static void CheckUnused(RestApiDefinition definition, string name)
    {
        foreach (var resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            foreach (var (verb, method) in resource.Methods)
            {
                if (method.RequestModels.ContainsValue(name)) throw Used(name, "method request", resource, verb);
                if (method.MethodResponses.Values.Any(response => response.ResponseModels?.ContainsValue(name) == true)) throw Used(name, "method response", resource, verb);
            }
        }
    }

    private static ServiceException Used(string name, string by, Resource resource, string verb) =>
        ServiceException.Conflict($"Cannot delete model '{name}', is referenced in {by}: {resource.Path}/{verb}");

    private static void CheckSchema(string contentType, string? schema)
    {
        if (string.IsNullOrWhiteSpace(schema)) throw EmptySchema();
        // Only JSON bodies are validated; the schema of another media type is text that AWS keeps.
        if (!IsJson(contentType)) return;
        try
        {
            using var document = JsonDocument.Parse(schema);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw InvalidSchema();
            if (!document.RootElement.EnumerateObject().Any()) throw EmptySchema();
        }
        catch (JsonException)
        {
            throw InvalidSchema();
        }
    }

    /// <summary>Whether a model's schema is one that bodies are held against.</summary>
    public static bool IsJson(string contentType) => contentType.Contains("json", StringComparison.OrdinalIgnoreCase);

    public static ServiceException InvalidSchema() =>
        ServiceException.BadRequest("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]");

    private static ServiceException EmptySchema() => ServiceException.BadRequest("Model schema must have at least 1 property or array items defined");

    [GeneratedRegex(@"\A[a-zA-Z0-9]+\z")]
    private static partial Regex Name();
}
