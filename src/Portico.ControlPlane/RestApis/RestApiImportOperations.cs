using System.Collections.Immutable;
using System.Text;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.Definitions;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Reading;
using Portico.Model.Findings;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.RestApis;

/// <summary>APIs made from a definition, or changed by one.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html"/>
internal sealed class RestApiImportOperations(ControlPlaneServices services, RestApiAccess apis)
{
    /// <value>Bytes: 6 MiB, as AWS.</value>
    private const int MaxDefinitionBytes = 6 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("ImportRestApi", ImportAsync, (writer, imported) => RestApiWriter.Write(writer, imported.Api, imported.Warnings, emptyTags: false))
        .Add("PutRestApi", PutAsync, (writer, imported) => RestApiWriter.Write(writer, imported.Api, imported.Warnings, emptyTags: true));

    private async ValueTask<(RestApi Api, ImmutableArray<string> Warnings)> ImportAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var apiId = services.Identifiers.Next(10);
        var reading = Read(call, apiId);
        var definition = Checked(reading.Definition!);
        await services.Catalog.ChangeRestApiAsync(apiId, _ => new RestApiChange<bool>(new RestApiEntry { Definition = definition }, true), cancellationToken);
        return (definition.Api, Told(apiId, reading));
    }

    private async ValueTask<(RestApi Api, ImmutableArray<string> Warnings)> PutAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var apiId = call.Input.Required("restApiId");
        // An unknown API wins over a definition that cannot be read.
        await apis.FindAsync(call, Missing.Api, cancellationToken);
        var reading = Read(call, apiId);
        var overwrite = call.Input.Text("mode") == "overwrite";
        var api = await apis.ChangeAsync(
            call,
            Missing.Api,
            definition =>
            {
                var next = Checked(overwrite ? RestApiMerge.Overwrite(definition, reading.Definition!) : RestApiMerge.Merge(definition, reading.Definition!));
                return (next, next.Api);
            },
            cancellationToken);
        return (api, Told(apiId, reading));
    }

    private DefinitionReading Read(OperationCall call, string apiId)
    {
        var parameters = (call.Input.TextMap("parameters") ?? []).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var reading = OpenApiReader.Read(Text(call.Input.Bytes("body")), new()
        {
            ApiId = apiId,
            Identifiers = services.Identifiers,
            Now = services.Time.GetUtcNow(),
            AccountId = call.AccountId,
            Region = call.Region,
            BasePath = BasePath(parameters.GetValueOrDefault("basepath")),
            EndpointType = parameters.GetValueOrDefault("endpointConfigurationTypes") is { } type ? RestApiRules.ParseType(type) : null,
        });
        if (!reading.IsOpenApi) throw ServiceException.BadRequest("Invalid OpenAPI input.");
        if (Messages(reading, FindingSeverity.Error) is { IsEmpty: false } errors) throw Refusal("Errors", errors);
        if (!reading.Succeeded) throw ServiceException.BadRequest("Unable to build importer with provided input.");
        if (call.Input.Flag("failOnWarnings") == true && Messages(reading, FindingSeverity.Warning) is { IsEmpty: false } warnings) throw Refusal("Warnings", warnings);
        return reading;
    }

    // What a definition may hold and a call may not is refused here too.
    private static RestApiDefinition Checked(RestApiDefinition definition)
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
                    throw Refusal("Errors", [$"Unable to put method '{method.HttpMethod}' on resource at path '{resource.Path}': {refusal.Message}"]);
                }
            }
        }

        return definition with { Api = RestApiRules.Checked(definition.Api) };
    }

    private ImmutableArray<string> Told(string apiId, DefinitionReading reading)
    {
        services.OnImported?.Invoke(new(apiId, reading.Findings, reading.Sources));
        return Messages(reading, FindingSeverity.Warning);
    }

    private static ImmutableArray<string> Messages(DefinitionReading reading, FindingSeverity severity) =>
        [.. reading.Findings.Where(finding => finding.Severity == severity).Select(finding => finding.Message)];

    private static ServiceException Refusal(string what, ImmutableArray<string> messages) =>
        ServiceException.BadRequest($"{what} found during import:\n\t{string.Join("\n\t", messages)}");

    private static BasePathMode BasePath(string? text) => text switch
    {
        null or "ignore" => BasePathMode.Ignore,
        "prepend" => BasePathMode.Prepend,
        "split" => BasePathMode.Split,
        _ => throw ServiceException.BadRequest($"Invalid basepath '{text}' specified. Valid options are ignore,prepend,split"),
    };

    private static string Text(ReadOnlyMemory<byte> body)
    {
        if (body.Length > MaxDefinitionBytes) throw new ServiceException(413, "RequestEntityTooLargeException", $"Request size exceeded {MaxDefinitionBytes} bytes");
        var bytes = body.Span;
        try
        {
            return StrictUtf8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw ServiceException.BadRequest("Invalid OpenAPI input.");
        }
    }
}
