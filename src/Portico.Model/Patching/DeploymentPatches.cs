using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a deployment: what is said about it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDeployment-Patch"/>
public static class DeploymentPatches
{
    private static readonly PatchTable<Deployment> Table = new(PatchRefusals.Listing("/description"),
        new PatchRow<Deployment>("/description", PatchOps.Replace, (deployment, step) => deployment with { Description = step.ValueOrNull }));

    /// <summary>The deployment after all operations, or the refusal of one.</summary>
    public static Deployment Apply(Deployment deployment, IEnumerable<PatchOperation> operations) => Table.Apply(deployment, operations);
}
