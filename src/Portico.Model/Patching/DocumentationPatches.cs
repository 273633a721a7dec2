using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a documentation part and of a version: what is said, and what is said about the version.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDocumentationPart-Patch"/>
public static class DocumentationPatches
{
    private static readonly PatchTable<DocumentationPart> Parts = new(PatchRefusals.Listing("/properties"),
        new PatchRow<DocumentationPart>("/properties", PatchOps.Replace, (part, step) => part with { Properties = step.Value ?? "" }));

    private static readonly PatchTable<DocumentationVersion> Versions = new(PatchRefusals.Listing("/description"),
        new PatchRow<DocumentationVersion>("/description", PatchOps.Replace, (version, step) => version with { Description = step.ValueOrNull }));

    /// <summary>The part after all operations, or the refusal of one.</summary>
    public static DocumentationPart Apply(DocumentationPart part, IEnumerable<PatchOperation> operations) => DocumentationRules.Checked(Parts.Apply(part, operations));

    /// <summary>The version after all operations, or the refusal of one.</summary>
    public static DocumentationVersion Apply(DocumentationVersion version, IEnumerable<PatchOperation> operations) => Versions.Apply(version, operations);
}
