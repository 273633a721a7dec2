using Portico.Definitions.OpenApi.Reading;
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
}
