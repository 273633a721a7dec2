using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The name of the validator of an operation, or of all that name none.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validator.html"/>
internal static class RequestValidatorExtension
{
    public const string Name = "x-amazon-apigateway-request-validator";

    /// <summary>The id of the validator, or null when there is none.</summary>
    public static string? Read(OpenApiImport import, SourceNode operation, IReadOnlyDictionary<string, RequestValidator> validators, ElementAddress element)
    {
        var written = operation[Name] ?? import.Root[Name];
        if (import.Text(written, element) is not { } name) return null;
        if (validators.TryGetValue(name, out var validator)) return validator.Id;
        var known = validators.Count == 0 ? "has none" : $"has {OpenApiImport.Listed(validators.Keys)}";
        import.Error(written!, $"Invalid Request Validator identifier specified: '{name}'; {RequestValidatorsExtension.Name} {known}", element);
        return null;
    }

    public static JsonNode? Write(OpenApiExport export, Method method) =>
        method.RequestValidatorId is { } id && export.Definition.RequestValidators.TryGetValue(id, out var validator) ? RequestValidatorsExtension.NameOf(export, validator) : null;
}
