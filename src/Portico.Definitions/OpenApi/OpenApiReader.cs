using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.OpenApi;

/// <summary>Reads OpenAPI 2.0, 3.0 and 3.1 with Amazon API Gateway's extensions, from JSON or YAML, into a REST API.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html"/>
public static class OpenApiReader
{
    /// <summary>Reads <paramref name="text"/> to its end and reports everything that stands against it at once.</summary>
    /// <returns>The API, or all errors. Never throws for bad input.</returns>
    public static DefinitionReading Read(string text, OpenApiReadOptions options) =>
        DefinitionReader.Read(new OpenApiImport(SourceDocument.Read(text, options.File), options));

    /// <summary>Reads only what the definition says about its things in words; whether it could be served does not matter.</summary>
    /// <returns>The parts, or all errors. Never throws for bad input.</returns>
    public static DocumentationReading ReadDocumentation(string text, OpenApiReadOptions options)
    {
        var import = new OpenApiImport(SourceDocument.Read(text, options.File), options);
        if (!import.HasDocument || !import.Format.IsOpenApi) return new([], import.Result(null, isOpenApi: false).Findings, IsOpenApi: false);
        var parts = new DocumentationReader(import).Read();
        var findings = import.Result(null, isOpenApi: true).Findings;
        return new(findings.Any(finding => finding.Severity is FindingSeverity.Error) ? [] : parts, findings, IsOpenApi: true);
    }
}
