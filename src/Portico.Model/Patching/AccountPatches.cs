using Portico.Aws;
using Portico.Model.Accounts;

namespace Portico.Model.Patching;

/// <summary>What may be patched of an account.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateAccount-Patch"/>
public static class AccountPatches
{
    private static readonly PatchTable<AccountSettings> Table = new(PatchRefusals.Listing("/cloudwatchRoleArn"),
        new("/cloudwatchRoleArn", PatchOps.Replace, (account, step) => account with { CloudwatchRoleArn = Role(step) }),
        new("/features", PatchOps.AddRemove, Features));

    /// <summary>The account after all operations, or the refusal of one.</summary>
    public static AccountSettings Apply(AccountSettings account, IEnumerable<PatchOperation> operations) => Table.Apply(account, operations);

    private static string? Role(PatchStep step)
    {
        if (step.ValueOrNull is { } arn) ArnRules.Check(arn);
        return step.ValueOrNull;
    }

    // The one feature there is came with usage plans, and no account is without them any more.
    private static AccountSettings Features(AccountSettings account, PatchStep step) =>
        step is { Op: PatchOps.Add, Value: AccountSettings.UsagePlansFeature }
            ? account
            : throw ServiceException.BadRequest(step.Value == AccountSettings.UsagePlansFeature
                ? "Usage Plans cannot be disabled once opted in"
                : $"Invalid feature '{step.Value}' specified. Valid options are {AccountSettings.UsagePlansFeature}");
}
