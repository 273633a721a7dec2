using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a gateway response.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateGatewayResponse-Patch"/>
public static partial class GatewayResponsePatches
{
    // Here a refused operation reads as an unknown place.
    private static readonly PatchRefusals Refusals = PatchRefusals.Plain with { RefusedOp = (operation, _) => PatchRefusals.Plain.UnknownPath(operation) };

    private static readonly PatchTable<GatewayResponse> Table = new(Refusals,
        new("/statusCode", PatchOps.Replace, (response, step) => response with { StatusCode = StatusCode(step) }),
        new("/responseParameters/{}", PatchOps.All,
            (response, step) => response with { ResponseParameters = response.ResponseParameters.PatchParameter(step, (_, value) => value ?? "") }),
        new("/responseTemplates/{}", PatchOps.All, Templates));

    /// <summary>The gateway response after all operations, or the refusal of one.</summary>
    /// <param name="response">With the built-in template when it has none of its own, because that can be patched too.</param>
    public static GatewayResponse Apply(GatewayResponse response, IEnumerable<PatchOperation> operations) => GatewayResponseRules.Checked(Table.Apply(response, operations));

    private static GatewayResponse Templates(GatewayResponse response, PatchStep step)
    {
        if (step.Op != PatchOps.Remove && step.ValueOrNull is null) throw ServiceException.BadRequest("Invalid null or empty value in responseTemplates");
        return response with { ResponseTemplates = PatchedMaps.PatchTemplate(response.ResponseTemplates, step) };
    }

    private static string? StatusCode(PatchStep step)
    {
        if (step.ValueOrNull is not { } code) return null;
        return Code().IsMatch(code) ? code : throw ServiceException.BadRequest("Invalid status code specified");
    }

    [GeneratedRegex(@"\A[1-5][0-9][0-9]\z")]
    private static partial Regex Code();
}
