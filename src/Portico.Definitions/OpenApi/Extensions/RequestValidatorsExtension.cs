using System.Text.Json.Nodes;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.OpenApi.Writing;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>The request validators of an API, by name.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-request-validators.html"/>
internal static class RequestValidatorsExtension
{
    public const string Name = "x-amazon-apigateway-request-validators";

    public static IReadOnlyDictionary<string, RequestValidator> Read(OpenApiImport import, SourceNode root)
    {
        var result = new Dictionary<string, RequestValidator>(StringComparer.Ordinal);
        foreach (var written in import.Mapping(root[Name])?.Children ?? [])
        {
            var element = ElementAddress.RequestValidator(written.Name);
            import.Place(element, written);
            if (string.IsNullOrWhiteSpace(written.Name)) import.KeyError(written, "Request Validator name cannot be blank", element);
            var settings = import.Mapping(written, element);
            result[written.Name] = new RequestValidator
            {
                Id = import.Options.Identifiers.Next(6),
                Name = written.Name,
                ValidateRequestBody = import.Flag(settings?["validateRequestBody"], element) ?? false,
                ValidateRequestParameters = import.Flag(settings?["validateRequestParameters"], element) ?? false,
            };
        }

        return result;
    }

    public static JsonObject? Write(OpenApiExport export)
    {
        var result = new JsonObject();
        foreach (var validator in export.Definition.RequestValidators.Values.OrderBy(validator => validator.Name, StringComparer.Ordinal))
        {
            result[NameOf(export, validator)] = new JsonObject
            {
                ["validateRequestParameters"] = validator.ValidateRequestParameters,
                ["validateRequestBody"] = validator.ValidateRequestBody,
            };
        }

        return result.Count == 0 ? null : result;
    }

    /// <summary>The name under which a validator stands in a document, where names are unique; AWS takes one without a name, and two of the same.</summary>
    public static string NameOf(OpenApiExport export, RequestValidator validator) =>
        string.IsNullOrWhiteSpace(validator.Name) || export.Definition.RequestValidators.Values.First(other => other.Name == validator.Name).Id != validator.Id
            ? validator.Id
            : validator.Name;
}
