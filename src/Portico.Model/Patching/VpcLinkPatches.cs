using Portico.Aws;
using Portico.Model.Accounts;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a VPC link.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateVpcLink-Patch"/>
public static class VpcLinkPatches
{
    private static readonly PatchTable<VpcLink> Table = new(PatchRefusals.Listing("/name", "/description"),
        new("/name", PatchOps.Replace, (link, step) => link with { Name = step.Value ?? "" }),
        new("/description", PatchOps.Replace, (link, step) => link with { Description = step.ValueOrNull }),
        new("/targetArns", PatchOps.All, (_, _) => throw ServiceException.BadRequest("Target arns are not allowed to be changed/added.")));

    /// <summary>The link after all operations, or the refusal of one.</summary>
    public static VpcLink Apply(VpcLink link, IEnumerable<PatchOperation> operations) => VpcLinkRules.Checked(Table.Apply(link, operations));
}
