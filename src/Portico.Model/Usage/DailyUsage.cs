namespace Portico.Model.Usage;

/// <summary>What happened to one key of one plan on one day, UTC.</summary>
/// <param name="Used">Requests that counted.</param>
/// <param name="Granted">Requests that were added to what remained, or taken from it when negative.</param>
public readonly record struct DailyUsage(long Used, long Granted)
{
    public static DailyUsage operator +(DailyUsage a, DailyUsage b) => new(a.Used + b.Used, a.Granted + b.Granted);
}
