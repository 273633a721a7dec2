using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a request validator.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateRequestValidator-Patch"/>
public static class RequestValidatorPatches
{
    private static readonly PatchTable<RequestValidator> Table = new(PatchRefusals.Listing("/name", "/validateRequestParameters", "/validateRequestBody"),
        new("/name", PatchOps.Replace, (validator, step) => validator with { Name = step.Value ?? "" }),
        new("/validateRequestParameters", PatchOps.Replace, (validator, step) => validator with { ValidateRequestParameters = step.Flag }),
        new("/validateRequestBody", PatchOps.Replace, (validator, step) => validator with { ValidateRequestBody = step.Flag }));

    /// <summary>The validator after all operations, or the refusal of one.</summary>
    public static RequestValidator Apply(RequestValidator validator, IEnumerable<PatchOperation> operations) =>
        RequestValidatorRules.Checked(Table.Apply(validator, operations));
}
