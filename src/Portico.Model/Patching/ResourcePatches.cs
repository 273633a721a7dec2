using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a resource: its name and its place in the tree.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateResource-Patch"/>
public static class ResourcePatches
{
    private sealed record Edit(RestApiDefinition Definition, string Id);

    private static readonly PatchTable<Edit> Table = new(PatchRefusals.Listing("/parentId", "/pathPart"),
        new("/parentId", PatchOps.Replace, (edit, step) => edit with { Definition = edit.Definition.MoveResource(edit.Id, step.Value ?? "") }),
        new("/pathPart", PatchOps.Replace, (edit, step) => edit with { Definition = edit.Definition.RenameResource(edit.Id, step.Value ?? "") }));

    /// <summary>The API after all operations on one of its resources, or the refusal of one.</summary>
    public static RestApiDefinition Apply(RestApiDefinition definition, string resourceId, IEnumerable<PatchOperation> operations) =>
        Table.Apply(new(definition, resourceId), operations).Definition;
}
