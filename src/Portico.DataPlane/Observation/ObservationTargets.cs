namespace Portico.DataPlane.Observation;

/// <summary>Where what is taken down of requests goes to.</summary>
/// <param name="Metrics">The counters of all stages.</param>
/// <param name="Logs">The logs of all stages.</param>
public sealed record ObservationTargets(RequestMetrics Metrics, ILogTargets Logs);
