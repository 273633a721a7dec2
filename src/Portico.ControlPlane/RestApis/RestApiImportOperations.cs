using System.Collections.Immutable;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.Definitions;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Reading;
using Portico.Model.Findings;
using Portico.Model.Identifiers;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.RestApis;

/// <summary>APIs made from a definition, or changed by one.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html"/>
internal sealed class RestApiImportOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("ImportRestApi", ImportAsync, (writer, imported) => RestApiWriter.Write(writer, imported.Api, imported.Warnings, emptyTags: false))
        .Add("PutRestApi", PutAsync, (writer, imported) => RestApiWriter.Write(writer, imported.Api, imported.Warnings, emptyTags: true));

    private async ValueTask<(RestApi Api, ImmutableArray<string> Warnings)> ImportAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var apiId = services.Identifiers.Next(10);
        var reading = Read(call, apiId, []);
        var definition = Checked(call, reading.Definition!, before: null);
        await services.Catalog.ChangeRestApiAsync(apiId, _ => new RestApiChange<bool>(new RestApiEntry { Definition = definition }, true), cancellationToken);
        return (definition.Api, Told(apiId, reading));
    }

    private async ValueTask<(RestApi Api, ImmutableArray<string> Warnings)> PutAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var apiId = call.Input.Required("restApiId");
        // An unknown API wins over a definition that cannot be read.
        var present = await apis.DefinitionAsync(call, Missing.Api, cancellationToken);
        var reading = Read(call, apiId, present.PartIds);
        var ignoresDocumentation = Ignores(Parameters(call).GetValueOrDefault("ignore"));
        var overwrite = call.Input.Text("mode") == "overwrite";
        var api = await apis.ChangeAsync(
            call,
            Missing.Api,
            definition =>
            {
                var next = Checked(call, overwrite ? RestApiMerge.Overwrite(definition, reading.Definition!) : RestApiMerge.Merge(definition, reading.Definition!), definition.Api);
                // Documentation that was passed over takes none away.
                if (ignoresDocumentation) next = next with { DocumentationParts = definition.DocumentationParts };
                return (next, next.Api);
            },
            cancellationToken);
        return (api, Told(apiId, reading));
    }

    private DefinitionReading Read(OperationCall call, string apiId, IEnumerable<string> takenIds)
    {
        var parameters = Parameters(call);
        var reading = OpenApiReader.Read(DefinitionBody.Text(call.Input.Bytes("body")) ?? throw NotOpenApi(), new()
        {
            ApiId = apiId,
            Identifiers = new DistinctIdentifiers(services.Identifiers, takenIds),
            Now = services.Time.GetUtcNow(),
            AccountId = call.AccountId,
            Region = call.Region,
            BasePath = BasePath(parameters.GetValueOrDefault("basepath")),
            IgnoreDocumentation = Ignores(parameters.GetValueOrDefault("ignore")),
            EndpointType = parameters.GetValueOrDefault("endpointConfigurationTypes") is { } type ? RestApiRules.ParseType(type) : null,
        });
        if (!reading.IsOpenApi) throw NotOpenApi();
        DefinitionBody.Check(reading.Findings, call.Input.Flag("failOnWarnings"));
        if (!reading.Succeeded) throw ServiceException.BadRequest("Unable to build importer with provided input.");
        return reading;
    }

    // What a definition may hold and a call may not is refused here too.
    private RestApiDefinition Checked(OperationCall call, RestApiDefinition definition, RestApi? before)
    {
        foreach (var resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal))
        {
            foreach (var method in resource.Methods.Values)
            {
                try
                {
                    MethodRules.CheckAuthorization(definition, method);
                }
                catch (ServiceException refusal)
                {
                    throw DefinitionBody.Refusal("Errors", [$"Unable to put method '{method.HttpMethod}' on resource at path '{resource.Path}': {refusal.Message}"]);
                }
            }
        }

        return definition with { Api = services.WithPolicy(call, RestApiRules.Checked(definition.Api), before) };
    }

    private ImmutableArray<string> Told(string apiId, DefinitionReading reading)
    {
        services.OnImported?.Invoke(new(apiId, reading.Findings, reading.Sources));
        return DefinitionBody.Messages(reading.Findings, FindingSeverity.Warning);
    }

    private static BasePathMode BasePath(string? text) => text switch
    {
        null or "ignore" => BasePathMode.Ignore,
        "prepend" => BasePathMode.Prepend,
        "split" => BasePathMode.Split,
        _ => throw ServiceException.BadRequest($"Invalid basepath '{text}' specified. Valid options are ignore,prepend,split"),
    };

    private static Dictionary<string, string?> Parameters(OperationCall call) =>
        (call.Input.TextMap("parameters") ?? []).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static bool Ignores(string? text) => text switch
    {
        null => false,
        "documentation" => true,
        _ => throw ServiceException.BadRequest($"Invalid ignore '{text}' specified. Valid options are documentation"),
    };

    private static ServiceException NotOpenApi() => ServiceException.BadRequest("Invalid OpenAPI input.");
}
