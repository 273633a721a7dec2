namespace Portico.DataPlane.Caching;

/// <summary>What the response cache was to a request.</summary>
public enum CacheOutcome
{
    /// <summary>The method has none, or the request did not come so far.</summary>
    None,

    /// <summary>The answer was in it.</summary>
    Hit,

    /// <summary>The back end was called.</summary>
    Miss,
}
