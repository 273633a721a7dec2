using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Integrations;

/// <summary>The back ends of methods.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html"/>
internal sealed class IntegrationOperations(RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutIntegration", PutAsync, IntegrationWriter.Write)
        .Add("GetIntegration", GetAsync, IntegrationWriter.Write)
        .Add("UpdateIntegration", UpdateAsync, IntegrationWriter.Write)
        .Add("DeleteIntegration", DeleteAsync);

    // An integration that is there goes, and its responses with it.
    private ValueTask<Integration> PutAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var input = call.Input;
                var (resource, method) = call.MethodOf(definition);
                var integration = IntegrationRules.Checked(definition, resource, method, new()
                {
                    Type = Enum.Parse<IntegrationType>(input.Required("type")),
                    HttpMethod = input.TextOrNull("integrationHttpMethod"),
                    Uri = input.TextOrNull("uri"),
                    ConnectionType = input.TextOrNull("connectionType"),
                    ConnectionId = input.TextOrNull("connectionId"),
                    Credentials = input.TextOrNull("credentials"),
                    RequestParameters = input.Map("requestParameters"),
                    RequestTemplates = input.Templates("requestTemplates"),
                    PassthroughBehavior = input.TextOrNull("passthroughBehavior") ?? "WHEN_NO_MATCH",
                    ContentHandling = input.TextOrNull("contentHandling"),
                    TimeoutInMillis = input.Integer("timeoutInMillis") ?? Integration.DefaultTimeoutInMillis,
                    CacheNamespace = input.TextOrNull("cacheNamespace"),
                    CacheKeyParameters = input.Texts("cacheKeyParameters") ?? [],
                    TlsConfig = input.Structure("tlsConfig") is { } tls ? new(tls.Flag("insecureSkipVerification") ?? false) : null,
                    ResponseTransferMode = input.TextOrNull("responseTransferMode"),
                    IntegrationTarget = input.TextOrNull("integrationTarget"),
                });
                return (definition.With(resource, method with { Integration = integration }), integration);
            },
            cancellationToken);

    private async ValueTask<Integration> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        call.MethodOf(await apis.DefinitionAsync(call, Missing.Resource, cancellationToken)).Method.Integration ?? throw Missing.Integration();

    private ValueTask<Integration> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method) = call.MethodOf(definition);
                if (method.Integration is null) throw Missing.Integration();
                var integration = IntegrationPatches.Apply(definition, resource, method, call.Input.PatchOperations());
                return (definition.With(resource, method with { Integration = integration }), integration);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method) = call.MethodOf(definition);
                return method.Integration is null ? throw Missing.Integration() : (definition.With(resource, method with { Integration = null }), true);
            },
            cancellationToken);
}
