using Portico.Aws;
using Portico.Model.Usage;
using Portico.Storage;

namespace Portico.ControlPlane.UsagePlans;

/// <summary>A key has one plan for each stage: otherwise nobody could say which limits hold.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"/>
internal static class UsagePlanMembership
{
    /// <summary>Refuses a key that would have two plans for one stage.</summary>
    public static void Check(AccountEntry entry, UsagePlan plan, string keyId)
    {
        if (Clash(entry, plan, keyId) is var (other, stage))
        {
            throw ServiceException.Conflict($"API Key {keyId} cannot be added to Usage Plan {plan.Id}: it is in Usage Plan {other.Id} with the same API Stage {stage.ApiId}:{stage.Stage}");
        }
    }

    /// <summary>Refuses a plan whose stages one of its keys has by another plan already.</summary>
    public static void Check(AccountEntry entry, UsagePlan plan)
    {
        foreach (var key in KeysOf(entry, plan.Id))
        {
            if (Clash(entry, plan, key.KeyId) is var (other, stage))
            {
                throw ServiceException.BadRequest($"API Stage {stage.ApiId}:{stage.Stage} cannot be added to Usage Plan {plan.Id}: its API Key {key.KeyId} is in Usage Plan {other.Id} with the same API Stage");
            }
        }
    }

    public static IEnumerable<UsagePlanKey> KeysOf(AccountEntry entry, string planId) => entry.UsagePlanKeys.Values.Where(key => key.UsagePlanId == planId);

    private static (UsagePlan Other, ApiStage Stage)? Clash(AccountEntry entry, UsagePlan plan, string keyId)
    {
        foreach (var membership in entry.UsagePlanKeys.Values.Where(each => each.KeyId == keyId && each.UsagePlanId != plan.Id))
        {
            var other = entry.UsagePlans[membership.UsagePlanId];
            if (plan.ApiStages.FirstOrDefault(stage => other.Find(stage.ApiId, stage.Stage) is not null) is { } shared) return (other, shared);
        }

        return null;
    }
}
