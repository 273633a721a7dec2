using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Methods;

/// <summary>The answers that a method declares. Looked up from the outside in: resource, method, response.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html"/>
internal sealed class MethodResponseOperations(RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutMethodResponse", PutAsync, MethodWriter.WriteResponse)
        .Add("GetMethodResponse", GetAsync, MethodWriter.WriteResponse)
        .Add("UpdateMethodResponse", UpdateAsync, MethodWriter.WriteResponse)
        .Add("DeleteMethodResponse", DeleteAsync);

    private ValueTask<MethodResponse> PutAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method) = call.MethodOf(definition);
                var response = MethodRules.Checked(definition, new MethodResponse
                {
                    StatusCode = call.Input.Required("statusCode"),
                    ResponseParameters = call.Input.Flags("responseParameters"),
                    ResponseModels = call.Input.Map("responseModels"),
                });
                if (method.MethodResponses.ContainsKey(response.StatusCode)) throw ServiceException.Conflict("Response already exists for this resource");
                return (Kept(definition, resource, method, response), response);
            },
            cancellationToken);

    private async ValueTask<MethodResponse> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        ResponseOf(call, call.MethodOf(await apis.DefinitionAsync(call, Missing.Resource, cancellationToken)).Method);

    private ValueTask<MethodResponse> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method) = call.MethodOf(definition);
                var response = MethodPatches.Apply(definition, ResponseOf(call, method), call.Input.PatchOperations());
                return (Kept(definition, resource, method, response), response);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method) = call.MethodOf(definition);
                var response = ResponseOf(call, method);
                return (definition.With(resource, method with { MethodResponses = method.MethodResponses.Remove(response.StatusCode) }), true);
            },
            cancellationToken);

    private static RestApiDefinition Kept(RestApiDefinition definition, Resource resource, Method method, MethodResponse response) =>
        definition.With(resource, method with { MethodResponses = method.MethodResponses.SetItem(response.StatusCode, response) });

    private static MethodResponse ResponseOf(OperationCall call, Method method) =>
        method.MethodResponses.GetValueOrDefault(call.Input.Required("statusCode")) ?? throw Missing.StatusCode();
}
