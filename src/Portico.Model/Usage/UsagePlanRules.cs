using Portico.Aws;

namespace Portico.Model.Usage;

/// <summary>AWS's rules about usage plans.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"/>
public static class UsagePlanRules
{
    /// <summary>The plan as it is kept, or a refusal.</summary>
    public static UsagePlan Checked(UsagePlan plan)
    {
        if (string.IsNullOrWhiteSpace(plan.Name)) throw ServiceException.BadRequest("Name cannot be empty");
        if (plan.Throttle is { } throttle) Check(throttle);
        foreach (var stage in plan.ApiStages)
        {
            foreach (var (method, limit) in stage.Throttle)
            {
                if (!IsMethodKey(method)) throw ServiceException.BadRequest($"Invalid method '{method}' specified in the throttle of {stage.ApiId}:{stage.Stage}, must be {{resourcePath}}/{{httpMethod}} such as /pets/GET");
                Check(limit);
            }
        }

        if (plan.Quota is { } quota) Check(quota);
        return plan;
    }

    /// <summary>The stage that <c>{apiId}:{stageName}</c> names.</summary>
    public static (string ApiId, string Stage) ParseStage(string? text) =>
        text?.Split(':') is [{ Length: > 0 } api, { Length: > 0 } stage] ? (api, stage) : throw ServiceException.BadRequest("Invalid API Stage specified");

    private static void Check(ThrottleSettings throttle)
    {
        if (throttle.BurstLimit < 0) throw ServiceException.BadRequest($"Invalid burstLimit '{throttle.BurstLimit}' specified, must be 0 or more");
        if (!(throttle.RateLimit >= 0) || double.IsInfinity(throttle.RateLimit)) throw ServiceException.BadRequest(FormattableString.Invariant($"Invalid rateLimit '{throttle.RateLimit}' specified, must be 0 or more"));
    }

    // The offset is a day of the period: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-usageplan-quotasettings.html
    private static void Check(QuotaSettings quota)
    {
        var mostOffset = quota.Period switch
        {
            "DAY" => 0,
            "WEEK" => 6,
            "MONTH" => 27,
            "" => throw ServiceException.BadRequest("Usage Plan quota period must be specified. Valid options are DAY,WEEK,MONTH"),
            _ => throw ServiceException.BadRequest($"Invalid Usage Plan quota period '{quota.Period}' specified. Valid options are DAY,WEEK,MONTH"),
        };
        if (quota.Limit <= 0) throw ServiceException.BadRequest($"Invalid Usage Plan quota limit '{quota.Limit}' specified, must be more than 0");
        if (quota.Offset < 0 || quota.Offset > mostOffset)
        {
            throw ServiceException.BadRequest($"Invalid Usage Plan quota offset '{quota.Offset}' specified, must be between 0 and {mostOffset} for the period {quota.Period}");
        }
    }

    private static bool IsMethodKey(string key)
    {
        var cut = key.LastIndexOf('/');
        return cut > 0 && key[0] == '/' && (Rest.Method.HttpMethods.Contains(key[(cut + 1)..]) || key[(cut + 1)..] == "*");
    }
}
