namespace Portico.DataPlane.Observation;

/// <summary>What is taken down of a stage's requests; settled when the stage is activated.</summary>
public sealed class StageObservation
{
    public required RequestCounters Counters { get; init; }

    /// <summary>Whether the stage's requests are traced.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Null where the stage has none.</summary>
    public AccessLog? AccessLog { get; init; }

    /// <summary>Null where no method of the stage logs.</summary>
    public ILogSink? ExecutionLog { get; init; }
}
