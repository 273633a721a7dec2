using System.Text;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Writing;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Exports;

/// <summary>What a stage serves, as a definition.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html"/>
internal sealed class ExportOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers.Add("GetExport", GetAsync);

    private async ValueTask<OperationResult> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var entry = await apis.FindAsync(call, Missing.Stage, cancellationToken);
        var stage = entry.Stages.GetValueOrDefault(input.Required("stageName")) ?? throw Missing.Stage(call);
        var snapshot = await services.Catalog.FindSnapshotAsync(entry.Definition.Api.Id, stage.DeploymentId, cancellationToken) ?? throw Missing.Deployment(call);
        var options = new OpenApiWriteOptions
        {
            IsVersion2 = IsVersion2(input.Required("exportType")),
            IsYaml = IsYaml(input.TextOrNull("accepts")),
            Extensions = Extensions((input.TextMap("parameters") ?? []).Where(pair => pair.Key == "extensions").Select(pair => pair.Value)),
            StageName = stage.StageName,
            Region = call.Region,
            DeployedAt = entry.Deployments[stage.DeploymentId].CreatedDate,
            Documentation = stage.DocumentationVersion is { } version ? entry.DocumentationVersions.GetValueOrDefault(version) : null,
        };
        return OperationResult.Raw(
            Encoding.UTF8.GetBytes(OpenApiWriter.Write(snapshot.Definition, options)),
            new("Content-Type", "application/octet-stream"),
            new("Content-Disposition", $"attachment; filename=\"{FileName(snapshot.Definition, options)}\""));
    }

    private static bool IsVersion2(string type) => type switch
    {
        "swagger" => true,
        "oas30" => false,
        _ => throw ServiceException.BadRequest($"Invalid export type '{type}' specified. Valid options are oas30,swagger"),
    };

    // A client that takes anything is given JSON.
    private static bool IsYaml(string? accepts)
    {
        foreach (var type in (accepts ?? "application/json").Split(',').Select(each => each.Split(';')[0].Trim()))
        {
            if (type is "application/yaml") return true;
            if (type is "application/json" or "*/*" or "application/*") return false;
        }

        throw ServiceException.BadRequest($"Invalid content type '{accepts}' accepted. Valid options are application/json,application/yaml");
    }

    private static ExportExtensions Extensions(IEnumerable<string?> values) => values
        .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Aggregate(ExportExtensions.None, (all, word) => all | word.ToLowerInvariant() switch
        {
            "integrations" => ExportExtensions.Integrations,
            "apigateway" => ExportExtensions.ApiGateway,
            "authorizers" => ExportExtensions.Authorizers,
            "validators" => ExportExtensions.Validators,
            "gatewayresponses" => ExportExtensions.GatewayResponses,
            "documentation" => ExportExtensions.Documentation,
            "postman" => ExportExtensions.Postman,
            _ => throw ServiceException.BadRequest(
                $"Invalid extension '{word}' specified. Valid options are integrations,apigateway,authorizers,validators,gatewayresponses,documentation,postman"),
        });

    // A name that came with the definition must not end the header, or leave the folder it is saved to.
    private static string FileName(RestApiDefinition definition, OpenApiWriteOptions options)
    {
        var version = string.Concat(OpenApiWriter.VersionOf(definition, options).Select(each => each is >= ' ' and < '\x7F' and not ('"' or '\\' or '/') ? each : '_'));
        return $"{(options.IsVersion2 ? "swagger" : "oas30")}_{version}.{(options.IsYaml ? "yaml" : "json")}";
    }
}
