using Portico.Aws;
using Portico.Model.Usage;

namespace Portico.Model.Patching;

/// <summary>What may be patched of an API key.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateApiKey-Patch"/>
public static class ApiKeyPatches
{
    private sealed record Edit(ApiKey Key, Func<string, bool> StageExists);

    private static readonly PatchTable<Edit> Table = new(PatchRefusals.Listing("/description", "/enabled", "/name", "/customerId"),
        Row("/description", PatchOps.Replace, (key, step) => key with { Description = step.ValueOrNull }),
        Row("/enabled", PatchOps.Replace, (key, step) => key with { Enabled = step.Flag }),
        Row("/name", PatchOps.Replace, (key, step) => key with { Name = step.ValueOrNull }),
        Row("/customerId", PatchOps.Replace, (key, step) => key with { CustomerId = step.ValueOrNull }),
        new("/stages", PatchOps.AddRemove, Stages));

    /// <summary>The key after all operations, or the refusal of one.</summary>
    /// <param name="stageExists">Whether there is a stage <c>{apiId}/{stageName}</c>.</param>
    public static ApiKey Apply(ApiKey key, IEnumerable<PatchOperation> operations, Func<string, bool> stageExists) =>
        ApiKeyRules.Checked(Table.Apply(new(key, stageExists), operations).Key);

    private static PatchRow<Edit> Row(string path, PatchOps allowed, Func<ApiKey, PatchStep, ApiKey> apply) =>
        new(path, allowed, (edit, step) => edit with { Key = apply(edit.Key, step) });

    private static Edit Stages(Edit edit, PatchStep step)
    {
        var stage = step.ValueOrNull ?? throw ServiceException.BadRequest("Invalid API Stage specified");
        var others = edit.Key.StageKeys.Remove(stage);
        if (step.Op == PatchOps.Remove)
        {
            if (others.Length == edit.Key.StageKeys.Length) throw ServiceException.NotFound("Invalid API Stage specified");
            return edit with { Key = edit.Key with { StageKeys = others } };
        }

        if (!edit.StageExists(stage)) throw ServiceException.BadRequest("Invalid API Stage specified");
        return edit with { Key = edit.Key with { StageKeys = others.Add(stage) } };
    }
}
