using System.Globalization;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Usage;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.UsagePlans;

/// <summary>What the keys of a plan have used, day by day, and what remains to them.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Usage.html"/>
internal sealed class UsageOperations(ControlPlaneServices services, AccountAccess account)
{
    /// <value>Days that one call may ask for, and that it may look back.</value>
    private const int MaxDays = 90;

    // A period has at most a month, so the days that count for one day all lie within this.
    private const int LongestPeriodDays = 31;

    private static readonly PatchTable<long?> Patches = new(PatchRefusals.Listing("/remaining"),
        new PatchRow<long?>("/remaining", PatchOps.Replace, (_, step) => step.Whole(0, int.MaxValue)));

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("GetUsage", GetAsync, Write)
        .Add("UpdateUsage", UpdateAsync, Write);

    private async ValueTask<Report> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        var plan = UsagePlanOperations.PlanOf(call, entry);
        var (first, last) = (Date(call, "startDate"), Date(call, "endDate"));
        if (last < first) throw ServiceException.BadRequest("Invalid date range specified: startDate must not be after endDate");
        if (last.DayNumber - first.DayNumber > MaxDays || Today.DayNumber - first.DayNumber > MaxDays)
        {
            throw ServiceException.BadRequest($"Invalid date range specified: usage is known for the last {MaxDays} days");
        }

        var keyId = call.Input.TextOrNull("keyId");
        if (keyId is not null && !entry.UsagePlanKeys.ContainsKey(UsagePlanKey.IdOf(plan.Id, keyId))) throw Missing.UsedKey();
        var keys = UsagePlanMembership.KeysOf(entry, plan.Id).Select(key => key.KeyId).Where(id => keyId is null || id == keyId);
        return await ReportAsync(plan, Page.Of(call.Input, keys, id => id), keyId, first, last, cancellationToken);
    }

    private async ValueTask<Report> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        var plan = UsagePlanOperations.PlanOf(call, entry);
        var keyId = call.Input.Required("keyId");
        if (!entry.UsagePlanKeys.ContainsKey(UsagePlanKey.IdOf(plan.Id, keyId))) throw Missing.UsedKey();
        if (Patches.Apply(null, call.Input.PatchOperations()) is { } remaining)
        {
            if (plan.Quota is not { } quota) throw ServiceException.BadRequest($"Usage Plan {plan.Id} has no quota");
            var usage = await services.Usage.ReadAsync(plan.Id, keyId, QuotaPeriods.Start(quota, Today), Today, cancellationToken);
            var present = QuotaPeriods.Remaining(quota, DaysOf(usage, keyId), Today);
            await services.Usage.RecordAsync(plan.Id, keyId, Today, new DailyUsage(0, remaining - present), cancellationToken);
        }

        return await ReportAsync(plan, new Page<string>([keyId], null), keyId, Today, Today, cancellationToken);
    }

    private DateOnly Today => DateOnly.FromDateTime(services.Time.GetUtcNow().UtcDateTime);

    private async ValueTask<Report> ReportAsync(UsagePlan plan, Page<string> keys, string? keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var usage = await services.Usage.ReadAsync(plan.Id, keyId, first.AddDays(-LongestPeriodDays), last, cancellationToken);
        return new(plan, first, last, keys, usage);
    }

    private static IReadOnlyDictionary<DateOnly, DailyUsage> DaysOf(IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>> usage, string keyId) =>
        usage.TryGetValue(keyId, out var days) ? days : System.Collections.Immutable.ImmutableDictionary<DateOnly, DailyUsage>.Empty;

    private static DateOnly Date(OperationCall call, string member) =>
        DateOnly.TryParseExact(call.Input.Required(member), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw ServiceException.BadRequest($"Invalid {member} '{call.Input.Required(member)}' specified, must be a date such as 2026-01-31");

    private static void Write(Utf8JsonWriter writer, Report report)
    {
        writer.WriteStartObject();
        writer.WriteString("usagePlanId", report.Plan.Id);
        writer.WriteString("startDate", report.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteString("endDate", report.Last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteOptional("position", report.Keys.Position);
        writer.WriteStartObject("values");
        foreach (var keyId in report.Keys.Items)
        {
            var days = DaysOf(report.Usage, keyId);
            writer.WriteStartArray(keyId);
            for (var day = report.First; day <= report.Last; day = day.AddDays(1))
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(days.TryGetValue(day, out var usage) ? usage.Used : 0);
                writer.WriteNumberValue(QuotaPeriods.Remaining(report.Plan.Quota, days, day));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private sealed record Report(
        UsagePlan Plan, DateOnly First, DateOnly Last, Page<string> Keys, IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>> Usage);
}
