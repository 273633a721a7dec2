using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.Model.Usage;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a usage plan.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch"/>
public static class UsagePlanPatches
{
    private const PatchOps AddReplace = PatchOps.Add | PatchOps.Replace;

    private sealed record Edit(UsagePlan Plan, Func<string, string, ServiceException?> AbsentStage);

    // AWS writes apid.
    private static readonly string[] Removable =
    [
        "/apiStages", "/quota", "/throttle", "/productCode", "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>", "/apiStages/<apidId:stageName>/throttle",
    ];

    private static readonly PatchTable<Edit> Table = new(
        PatchRefusals.Listing("/name", "/description", "/productCode", "/quota/limit", "/quota/offset", "/quota/period", "/throttle/burstLimit", "/throttle/rateLimit").AndRemoving(Removable),
        Row("/name", PatchOps.Replace, (plan, step) => plan with { Name = step.Value ?? "" }),
        Row("/description", PatchOps.Replace, (plan, step) => plan with { Description = step.ValueOrNull }),
        Row("/productCode", PatchOps.All, (plan, step) => plan with { ProductCode = step.Op == PatchOps.Remove ? null : step.ValueOrNull }),
        Row("/quota", PatchOps.Remove, (plan, _) => plan with { Quota = null }),
        Row("/quota/limit", AddReplace, (plan, step) => plan with { Quota = Quota(plan) with { Limit = step.Whole(1, int.MaxValue) } }),
        Row("/quota/offset", AddReplace, (plan, step) => plan with { Quota = Quota(plan) with { Offset = step.Whole(0, int.MaxValue) } }),
        Row("/quota/period", AddReplace, (plan, step) => plan with { Quota = Quota(plan) with { Period = step.OneOf("DAY", "WEEK", "MONTH") } }),
        Row("/throttle", PatchOps.Remove, (plan, _) => plan with { Throttle = null }),
        Row("/throttle/burstLimit", AddReplace, (plan, step) => plan with { Throttle = Burst(plan.Throttle, step) }),
        Row("/throttle/rateLimit", AddReplace, (plan, step) => plan with { Throttle = Rate(plan.Throttle, step) }),
        new("/apiStages", PatchOps.AddRemove, ApiStages),
        Row("/apiStages/{}/throttle", PatchOps.All, (plan, step) => OnStage(plan, step, stage => stage with { Throttle = Methods(step) })),
        Row("/apiStages/{}/throttle/{}/{}", PatchOps.Remove, (plan, step) => OnStage(plan, step, stage => stage.Throttle.ContainsKey(MethodKey(step))
            ? stage with { Throttle = stage.Throttle.Remove(MethodKey(step)) }
            : throw ServiceException.NotFound($"Invalid method '{MethodKey(step)}' specified for API Stage {step.Name}"))),
        Row("/apiStages/{}/throttle/{}/{}/rateLimit", AddReplace, (plan, step) => OnMethod(plan, step, Rate)),
        Row("/apiStages/{}/throttle/{}/{}/burstLimit", AddReplace, (plan, step) => OnMethod(plan, step, Burst)));

    /// <summary>The plan after all operations, or the refusal of one.</summary>
    /// <param name="absentStage">What there is to say of an API and a stage of it that are not there; null when they are.</param>
    public static UsagePlan Apply(UsagePlan plan, IEnumerable<PatchOperation> operations, Func<string, string, ServiceException?> absentStage) =>
        UsagePlanRules.Checked(Table.Apply(new(plan, absentStage), operations.Select(Escaped)).Plan);

    private static PatchRow<Edit> Row(string path, PatchOps allowed, Func<UsagePlan, PatchStep, UsagePlan> apply) =>
        new(path, allowed, (edit, step) => edit with { Plan = apply(edit.Plan, step) });

    private static QuotaSettings Quota(UsagePlan plan) => plan.Quota ?? new(0, 0, "");

    private static ThrottleSettings Burst(ThrottleSettings? throttle, PatchStep step) => (throttle ?? new(0, 0)) with { BurstLimit = step.Whole(0, int.MaxValue) };

    private static ThrottleSettings Rate(ThrottleSettings? throttle, PatchStep step) => (throttle ?? new(0, 0)) with { RateLimit = step.Number(0, double.MaxValue) };

    private static Edit ApiStages(Edit edit, PatchStep step)
    {
        var (apiId, name) = UsagePlanRules.ParseStage(step.Value);
        var plan = edit.Plan;
        var present = plan.Find(apiId, name);
        if (step.Op == PatchOps.Remove)
        {
            return edit with { Plan = plan with { ApiStages = plan.ApiStages.Remove(present ?? throw NoStage(plan, apiId, name)) } };
        }

        if (edit.AbsentStage(apiId, name) is { } absent) throw absent;
        return present is not null ? edit : edit with { Plan = plan with { ApiStages = plan.ApiStages.Add(new() { ApiId = apiId, Stage = name }) } };
    }

    private static UsagePlan OnStage(UsagePlan plan, PatchStep step, Func<ApiStage, ApiStage> change)
    {
        var (apiId, name) = UsagePlanRules.ParseStage(step.Name);
        var stage = plan.Find(apiId, name) ?? throw NoStage(plan, apiId, name);
        return plan with { ApiStages = plan.ApiStages.Replace(stage, change(stage)) };
    }

    private static UsagePlan OnMethod(UsagePlan plan, PatchStep step, Func<ThrottleSettings?, PatchStep, ThrottleSettings> change) =>
        OnStage(plan, step, stage => stage with { Throttle = stage.Throttle.SetItem(MethodKey(step), change(stage.Throttle.GetValueOrDefault(MethodKey(step)), step)) });

    private static string MethodKey(PatchStep step) => $"{(step.Names[1].StartsWith('/') ? "" : "/")}{step.Names[1]}/{step.Names[2]}";

    // The whole map as JSON text: {"/pets/GET":{"rateLimit":1.0,"burstLimit":1}}
    private static ImmutableSortedDictionary<string, ThrottleSettings> Methods(PatchStep step)
    {
        var methods = ImmutableSortedDictionary.CreateBuilder<string, ThrottleSettings>(StringComparer.Ordinal);
        if (step.Op == PatchOps.Remove) return methods.ToImmutable();
        try
        {
            using var document = JsonDocument.Parse(step.Value ?? "");
            foreach (var method in document.RootElement.EnumerateObject())
            {
                methods[method.Name] = new(
                    method.Value.TryGetProperty("burstLimit", out var burst) ? burst.GetInt32() : 0,
                    method.Value.TryGetProperty("rateLimit", out var rate) ? rate.GetDouble() : 0);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw ServiceException.BadRequest($"Invalid value specified for {step.Path}, must be a JSON object of methods such as {{\"/pets/GET\":{{\"rateLimit\":1.0,\"burstLimit\":1}}}}");
        }

        return methods.ToImmutable();
    }

    private static ServiceException NoStage(UsagePlan plan, string apiId, string stage) =>
        ServiceException.NotFound($"Invalid API Stage {{api: {apiId}, stage: {stage}}} specified for usageplan {plan.Id}");

    // AWS takes a resource path as it is (/apiStages/a:s/throttle//pets/GET/rateLimit) beside the escaped form.
    private static PatchOperation Escaped(PatchOperation operation)
    {
        if (operation.Path?.Split('/') is not ["", "apiStages", _, "throttle", _, _, ..] parts) return operation;
        var method = parts[^1] is "rateLimit" or "burstLimit" ? parts.Length - 2 : parts.Length - 1;
        if (method < 5) return operation;
        var resource = string.Join("~1", parts[4..method]);
        return operation with { Path = string.Join('/', [.. parts[..4], resource.Length == 0 ? "~1" : resource, .. parts[method..]]) };
    }
}
