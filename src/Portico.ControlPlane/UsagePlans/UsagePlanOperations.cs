using System.Collections.Immutable;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Usage;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage;

namespace Portico.ControlPlane.UsagePlans;

/// <summary>Which stages the holders of keys may call, how fast and how often.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html"/>
internal sealed class UsagePlanOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateUsagePlan", CreateAsync, (writer, plan) => UsagePlanWriter.Write(writer, plan, emptyTags: false))
        .Add("GetUsagePlans", ListAsync, (writer, page) => page.Write(writer, (each, plan) => UsagePlanWriter.Write(each, plan, emptyTags: false)))
        .Add("GetUsagePlan", GetAsync, (writer, plan) => UsagePlanWriter.Write(writer, plan, emptyTags: true))
        .Add("UpdateUsagePlan", UpdateAsync, (writer, plan) => UsagePlanWriter.Write(writer, plan, emptyTags: true))
        .Add("DeleteUsagePlan", DeleteAsync);

    /// <summary>The plan that a call names.</summary>
    internal static UsagePlan PlanOf(OperationCall call, AccountEntry entry) => entry.UsagePlans.GetValueOrDefault(call.Input.Required("usagePlanId")) ?? throw Missing.UsagePlan();

    private async ValueTask<UsagePlan> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var plan = UsagePlanRules.Checked(new()
        {
            Id = services.Identifiers.Next(6),
            Name = input.Required("name"),
            Description = input.TextOrNull("description"),
            ApiStages = [.. (input.Structures("apiStages") ?? []).Select(Stage)],
            Throttle = input.Structure("throttle") is { } throttle ? Throttle(throttle) : null,
            Quota = input.Structure("quota") is { } quota ? new(quota.Integer("limit") ?? 0, quota.Integer("offset") ?? 0, quota.Text("period") ?? "") : null,
            Tags = TagRules.Checked(input.MapOrEmpty("tags")),
        });
        if (plan.ApiStages.DistinctBy(stage => (stage.ApiId, stage.Stage)).Count() != plan.ApiStages.Length) throw ServiceException.BadRequest("Invalid API Stage specified");
        var stages = await account.StagesAsync(plan.ApiStages.Select(stage => stage.ApiId), cancellationToken);
        foreach (var stage in plan.ApiStages)
        {
            // To the letter: AWS forgets to fill in its own text.
            if (stage.ApiId.Length == 0 || stage.Stage.Length == 0) throw ServiceException.BadRequest("Invalid API Stage {api: %s, stage: %s} specified for usageplan %s");
            if (Absent(call, stages, stage.ApiId, stage.Stage) is { } absent) throw absent;
        }

        return await account.ChangeAsync(entry => (entry with { UsagePlans = entry.UsagePlans.Add(plan.Id, plan) }, plan), cancellationToken);
    }

    private ValueTask<Page<UsagePlan>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        var keyId = call.Input.TextOrNull("keyId");
        if (keyId is not null && !entry.ApiKeys.ContainsKey(keyId)) throw Missing.ApiKey();
        var plans = keyId is null ? entry.UsagePlans.Values : entry.UsagePlans.Values.Where(plan => entry.UsagePlanKeys.ContainsKey(UsagePlanKey.IdOf(plan.Id, keyId)));
        return ValueTask.FromResult(Page.Of(call.Input, plans, plan => plan.Id));
    }

    private ValueTask<UsagePlan> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(PlanOf(call, account.Present));

    private async ValueTask<UsagePlan> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var operations = call.Input.PatchOperations().ToList();
        var named = operations.Where(each => each.Path == "/apiStages").Select(each => each.Value?.Split(':')[0]).OfType<string>();
        var stages = await account.StagesAsync(named, cancellationToken);
        return await account.ChangeAsync(
            entry =>
            {
                var plan = UsagePlanPatches.Apply(PlanOf(call, entry), operations, (api, stage) => Absent(call, stages, api, stage));
                UsagePlanMembership.Check(entry, plan);
                return (entry with { UsagePlans = entry.UsagePlans.SetItem(plan.Id, plan) }, plan);
            },
            cancellationToken);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = await account.ChangeAsync(
            entry =>
            {
                var plan = PlanOf(call, entry);
                if (plan.ApiStages is [var stage, ..])
                {
                    throw ServiceException.BadRequest($"Cannot delete Usage Plan {plan.Id} because there are API Stages associated with it, including {stage.ApiId}:{stage.Stage}");
                }

                var next = entry with
                {
                    UsagePlans = entry.UsagePlans.Remove(plan.Id),
                    UsagePlanKeys = entry.UsagePlanKeys.RemoveRange(UsagePlanMembership.KeysOf(entry, plan.Id).Select(key => key.Id)),
                };
                return (next, plan.Id);
            },
            cancellationToken);
        await services.Usage.ForgetAsync(id, null, cancellationToken);
    }

    /// <summary>What AWS says of a stage that is not there, or null.</summary>
    private static ServiceException? Absent(OperationCall call, IReadOnlyDictionary<string, ImmutableHashSet<string>> stages, string apiId, string stage)
    {
        if (!stages.TryGetValue(apiId, out var names)) return Missing.Api(call, apiId);
        return names.Contains(stage) ? null : ServiceException.NotFound($"API Stage not found: {apiId}:{stage}");
    }

    private static ApiStage Stage(InputStructure input) => new()
    {
        ApiId = input.Text("apiId") ?? "",
        Stage = input.Text("stage") ?? "",
        Throttle = (input.StructureMap("throttle") ?? []).ToImmutableSortedDictionary(pair => pair.Key, pair => Throttle(pair.Value), StringComparer.Ordinal),
    };

    private static ThrottleSettings Throttle(InputStructure input) => new(input.Integer("burstLimit") ?? 0, input.Number("rateLimit") ?? 0);
}
