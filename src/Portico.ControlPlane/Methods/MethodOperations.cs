using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Methods;

/// <summary>What may be called on a resource.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html"/>
internal sealed class MethodOperations(RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutMethod", PutAsync, MethodWriter.Write)
        .Add("GetMethod", GetAsync, MethodWriter.Write)
        .Add("UpdateMethod", UpdateAsync, MethodWriter.Write)
        .Add("DeleteMethod", DeleteAsync);

    private ValueTask<Method> PutAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var input = call.Input;
                var resource = call.ResourceOf(definition);
                var verb = input.Required("httpMethod");
                MethodRules.CheckHttpMethod(verb);
                if (resource.Methods.ContainsKey(verb)) throw ServiceException.Conflict("Method already exists for this resource");
                var bare = new Method { HttpMethod = verb };
                var method = MethodRules.Checked(definition, bare with
                {
                    AuthorizationType = input.Required("authorizationType"),
                    AuthorizerId = input.TextOrNull("authorizerId"),
                    AuthorizationScopes = input.Texts("authorizationScopes") ?? [],
                    ApiKeyRequired = input.Flag("apiKeyRequired") ?? false,
                    OperationName = input.TextOrNull("operationName"),
                    RequestValidatorId = input.TextOrNull("requestValidatorId"),
                    RequestParameters = input.Flags("requestParameters") ?? bare.RequestParameters,
                    RequestModels = input.MapOrEmpty("requestModels"),
                });
                return (definition.With(resource, method), method);
            },
            cancellationToken);

    private async ValueTask<Method> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        call.MethodOf(await apis.DefinitionAsync(call, Missing.Resource, cancellationToken)).Method;

    private ValueTask<Method> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, present) = call.MethodOf(definition);
                var method = MethodPatches.Apply(definition, present, call.Input.PatchOperations());
                return (definition.With(resource, method), method);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Resource,
            definition =>
            {
                var (resource, method) = call.MethodOf(definition);
                return (definition.With(resource with { Methods = resource.Methods.Remove(method.HttpMethod) }), true);
            },
            cancellationToken);
}
