using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a model.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateModel-Patch"/>
public static class SchemaModelPatches
{
    private static readonly PatchTable<SchemaModel> Table = new(PatchRefusals.Listing("/description", "/schema"),
        new("/description", PatchOps.Replace, (model, step) => model with { Description = step.ValueOrNull }),
        new("/schema", PatchOps.Replace, (model, step) => model with { Schema = step.Value ?? "" }));

    /// <summary>The model after all operations, or the refusal of one.</summary>
    public static SchemaModel Apply(SchemaModel model, IEnumerable<PatchOperation> operations) => SchemaModelRules.Checked(Table.Apply(model, operations));
}
