using System.Collections.Immutable;
using Portico.Storage;

namespace Portico.ControlPlane.UsagePlans;

/// <summary>
/// A stage takes its place in usage plans and keys with it: a later one of the same name is opened to nobody until it is added again.
/// </summary>
internal static class ForgottenStages
{
    /// <summary>The account without an API's stage, or all of them.</summary>
    /// <param name="stage">Null for all stages of the API.</param>
    /// <returns>The same entry where nothing names it.</returns>
    public static AccountEntry Without(AccountEntry entry, string apiId, string? stage)
    {
        var plans = entry.UsagePlans.Values
            .Where(plan => plan.ApiStages.Any(each => Is(each.ApiId, each.Stage)))
            .Select(plan => KeyValuePair.Create(plan.Id, plan with { ApiStages = plan.ApiStages.RemoveAll(each => Is(each.ApiId, each.Stage)) }))
            .ToList();
        var keys = entry.ApiKeys.Values
            .Where(key => key.StageKeys.Any(IsKey))
            .Select(key => KeyValuePair.Create(key.Id, key with { StageKeys = key.StageKeys.RemoveAll(IsKey) }))
            .ToList();
        return plans.Count + keys.Count == 0 ? entry : entry with { UsagePlans = entry.UsagePlans.SetItems(plans), ApiKeys = entry.ApiKeys.SetItems(keys) };

        bool Is(string api, string name) => api == apiId && (stage is null || name == stage);

        // {apiId}/{stage}
        bool IsKey(string stageKey) => stage is null ? stageKey.StartsWith($"{apiId}/", StringComparison.Ordinal) : stageKey == $"{apiId}/{stage}";
    }
}
