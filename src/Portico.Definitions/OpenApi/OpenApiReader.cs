using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;

namespace Portico.Definitions.OpenApi;

/// <summary>Reads OpenAPI 2.0, 3.0 and 3.1 with Amazon API Gateway's extensions, from JSON or YAML, into a REST API.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html"/>
public static class OpenApiReader
{
    /// <summary>Reads <paramref name="text"/> to its end and reports everything that stands against it at once.</summary>
    /// <returns>The API, or all errors. Never throws for bad input.</returns>
    public static DefinitionReading Read(string text, OpenApiReadOptions options)
    {
        return DefinitionReader.Read(new OpenApiImport(SourceDocument.Read(text, options.File), options));
    }
}
