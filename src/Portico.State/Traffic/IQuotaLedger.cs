namespace Portico.State.Traffic;

/// <summary>Where quotas are kept for good. Once a call has answered, what it wrote survives the death of the process.</summary>
public interface IQuotaLedger
{
    /// <summary>Takes requests out of what remains of the period that <paramref name="day"/> is in, and counts them as used on that day.</summary>
    /// <param name="wanted">From 1.</param>
    /// <returns>How many were taken: <paramref name="wanted"/>, or what remained; 0 when the quota is used up.</returns>
    ValueTask<int> ReserveAsync(string usagePlanId, string apiKeyId, DateOnly day, int wanted, CancellationToken cancellationToken);

    /// <summary>Counts requests as used on a day, whatever remains; with a negative number, gives back what was taken and not used.</summary>
    ValueTask AddAsync(string usagePlanId, string apiKeyId, DateOnly day, long requests, CancellationToken cancellationToken);
}
