namespace Portico.State.Traffic;

/// <summary>The counters behind throttles and quotas, which the nodes of a gateway share. An engine implements it.</summary>
public interface ITrafficCounters
{
    /// <summary>The token bucket of a name: the same for everybody who asks for it while anybody holds it.</summary>
    RateCounter Rate(string name);

    /// <summary>A counter for a key in a plan, to be kept by whoever serves the key.</summary>
    CallerCounter NewCaller(string usagePlanId, string apiKeyId);
}
