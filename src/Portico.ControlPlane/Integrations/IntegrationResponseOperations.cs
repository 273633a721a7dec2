using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Integrations;

/// <summary>How the answers of back ends become answers of methods.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html"/>
internal sealed class IntegrationResponseOperations(RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutIntegrationResponse", PutAsync, IntegrationWriter.WriteResponse)
        .Add("GetIntegrationResponse", GetAsync, IntegrationWriter.WriteResponse)
        .Add("UpdateIntegrationResponse", UpdateAsync, IntegrationWriter.WriteResponse)
        .Add("DeleteIntegrationResponse", DeleteAsync);

    private ValueTask<IntegrationResponse> PutAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var input = call.Input;
                var (resource, method) = call.MethodOf(definition);
                if (method.Integration is null) throw Missing.Integration();
                var response = IntegrationRules.Checked(method, new()
                {
                    StatusCode = input.Required("statusCode"),
                    SelectionPattern = input.Text("selectionPattern"),
                    ResponseParameters = input.Map("responseParameters"),
                    ResponseTemplates = input.Templates("responseTemplates"),
                    ContentHandling = input.TextOrNull("contentHandling"),
                });
                return (Kept(definition, resource, method, response), response);
            },
            cancellationToken);

    private async ValueTask<IntegrationResponse> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        Find(call, await apis.DefinitionAsync(call, Missing.Resource, cancellationToken), Missing.Method()).Response;

    private ValueTask<IntegrationResponse> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method, present) = Find(call, definition, Missing.Method());
                var response = IntegrationPatches.Apply(method, present, call.Input.PatchOperations());
                return (Kept(definition, resource, method, response), response);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                // Deleting, AWS speaks of the integration even where the method is missing.
                var (resource, method, response) = Find(call, definition, Missing.Integration());
                var integration = method.Integration!;
                integration = integration with { IntegrationResponses = integration.IntegrationResponses.Remove(response.StatusCode) };
                return (definition.With(resource, method with { Integration = integration }), true);
            },
            cancellationToken);

    private static RestApiDefinition Kept(RestApiDefinition definition, Resource resource, Method method, IntegrationResponse response)
    {
        var integration = method.Integration!;
        integration = integration with { IntegrationResponses = integration.IntegrationResponses.SetItem(response.StatusCode, response) };
        return definition.With(resource, method with { Integration = integration });
    }

    private static (Resource Resource, Method Method, IntegrationResponse Response) Find(OperationCall call, RestApiDefinition definition, ServiceException noMethod)
    {
        var resource = call.ResourceOf(definition);
        var method = resource.Methods.GetValueOrDefault(call.Input.Required("httpMethod")) ?? throw noMethod;
        if (method.Integration is null) throw Missing.Integration();
        return (resource, method, method.Integration.IntegrationResponses.GetValueOrDefault(call.Input.Required("statusCode")) ?? throw Missing.StatusCode());
    }
}
