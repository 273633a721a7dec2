namespace Portico.Model.Usage;

/// <summary>The periods of quotas, and what remains of one. Days are UTC.</summary>
public static class QuotaPeriods
{
    /// <summary>What stands in place of a remainder where a plan has no quota.</summary>
    public const long Unlimited = -1;

    /// <summary>The first day of the period that <paramref name="day"/> is in.</summary>
    public static DateOnly Start(QuotaSettings quota, DateOnly day) => quota.Period switch
    {
        "WEEK" => day.AddDays(-(((int)day.DayOfWeek - quota.Offset + 7) % 7)),
        "MONTH" when day.Day > quota.Offset => new DateOnly(day.Year, day.Month, quota.Offset + 1),
        "MONTH" => new DateOnly(day.Year, day.Month, 1).AddMonths(-1).AddDays(quota.Offset),
        _ => day,
    };

    /// <summary>The last day of the period that <paramref name="day"/> is in.</summary>
    public static DateOnly End(QuotaSettings quota, DateOnly day) => quota.Period switch
    {
        "WEEK" => Start(quota, day).AddDays(6),
        "MONTH" => Start(quota, day).AddMonths(1).AddDays(-1),
        _ => day,
    };

    /// <summary>What remained at the end of <paramref name="day"/>; never below zero.</summary>
    /// <param name="quota">The quota, or null for none: the answer is <see cref="Unlimited"/>.</param>
    /// <param name="usage">The days of the period that anything happened on; others may be among them.</param>
    public static long Remaining(QuotaSettings? quota, IReadOnlyDictionary<DateOnly, DailyUsage> usage, DateOnly day)
    {
        if (quota is null) return Unlimited;
        var start = Start(quota, day);
        var sum = usage.Where(each => each.Key >= start && each.Key <= day).Aggregate(default(DailyUsage), (all, each) => all + each.Value);
        return Math.Max(0, quota.Limit + sum.Granted - sum.Used);
    }
}
