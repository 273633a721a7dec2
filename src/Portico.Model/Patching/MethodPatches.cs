using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a method and of the responses it declares.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateMethod-Patch"/>
public static class MethodPatches
{
    private static readonly PatchTable<Method> Table = new(PatchRefusals.Plain,
        new("/authorizationType", PatchOps.Replace, (method, step) => method with { AuthorizationType = step.Value ?? "" }),
        new("/authorizerId", PatchOps.Replace, (method, step) => method with { AuthorizerId = step.ValueOrNull }),
        new("/authorizationScopes", PatchOps.AddRemove, Scopes),
        new("/apiKeyRequired", PatchOps.Replace, (method, step) => method with { ApiKeyRequired = step.Flag }),
        new("/operationName", PatchOps.Replace, (method, step) => method with { OperationName = step.ValueOrNull }),
        new("/requestValidatorId", PatchOps.Replace, (method, step) => method with { RequestValidatorId = step.ValueOrNull }),
        new("/requestParameters/{}", PatchOps.All, (method, step) => method with { RequestParameters = method.RequestParameters.PatchParameter(step, (_, _) => step.Flag) }),
        new("/requestModels/{}", PatchOps.All, (method, step) => method with { RequestModels = method.RequestModels.PatchMediaType(step, (_, value) => value ?? "") }));

    private static readonly PatchTable<MethodResponse> ResponseTable = new(PatchRefusals.Plain,
        new("/responseParameters/{}", PatchOps.All,
            (response, step) => response with { ResponseParameters = response.ResponseParameters.PatchParameter(step, (_, _) => step.Flag).OrAbsent() }),
        new("/responseModels/{}", PatchOps.All,
            (response, step) => response with { ResponseModels = response.ResponseModels.PatchMediaType(step, (_, value) => value ?? "").OrAbsent() }));

    /// <summary>The method after all operations, or the refusal of one.</summary>
    public static Method Apply(RestApiDefinition definition, Method method, IEnumerable<PatchOperation> operations) =>
        MethodRules.Checked(definition, Table.Apply(method, operations));

    /// <summary>The method response after all operations, or the refusal of one.</summary>
    public static MethodResponse Apply(RestApiDefinition definition, MethodResponse response, IEnumerable<PatchOperation> operations) =>
        MethodRules.Checked(definition, ResponseTable.Apply(response, operations));

    private static Method Scopes(Method method, PatchStep step)
    {
        var others = method.AuthorizationScopes.Remove(step.Value ?? "");
        return method with { AuthorizationScopes = step.Op == PatchOps.Add && step.ValueOrNull is { } scope ? others.Add(scope) : others };
    }
}
