namespace Portico.State.Traffic;

/// <summary>What became of a request that asked to be counted.</summary>
public enum Admission
{
    Granted,

    /// <summary>Too fast; the request was not counted against the quota.</summary>
    Throttled,

    /// <summary>The period's requests are used up.</summary>
    QuotaExceeded,
}
