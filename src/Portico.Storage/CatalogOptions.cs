namespace Portico.Storage;

/// <summary>What a catalog is given by its host.</summary>
public sealed record CatalogOptions
{
    /// <summary>
    /// Told what went wrong where no caller can be told: in an observer, and in following the commits of other nodes. A sentence without secrets, and the
    /// cause. Must not throw. Default: <see cref="System.Diagnostics.Trace"/>.
    /// </summary>
    public Action<string, Exception> OnFailure { get; init; } = static (what, cause) => System.Diagnostics.Trace.TraceError($"{what}: {cause}");

    /// <summary>Measures the pause before a broken change feed is taken up again.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
