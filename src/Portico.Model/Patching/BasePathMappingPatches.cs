using Portico.Model.Domains;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a base path mapping. AWS's page and its answers spell the places differently; both are taken.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateBasePathMapping-Patch"/>
public static class BasePathMappingPatches
{
    private static readonly PatchTable<BasePathMapping> Table = new(PatchRefusals.Listing("/basePath", "/restapiId", "/stage"),
        new("/basePath", PatchOps.Replace, BasePath),
        new("/basepath", PatchOps.Replace, BasePath),
        new("/restapiId", PatchOps.Replace, Api),
        new("/restApiId", PatchOps.Replace, Api),
        new("/stage", PatchOps.Replace, (mapping, step) => mapping with { Stage = BasePathMappingRules.Stage(step.Value) }));

    /// <summary>The mapping after all operations, or the refusal of one.</summary>
    public static BasePathMapping Apply(BasePathMapping mapping, IEnumerable<PatchOperation> operations) => Table.Apply(mapping, operations);

    private static BasePathMapping BasePath(BasePathMapping mapping, PatchStep step) => mapping with { BasePath = BasePathMappingRules.BasePath(step.Value) };

    private static BasePathMapping Api(BasePathMapping mapping, PatchStep step) => mapping with { RestApiId = step.Value ?? "" };
}
