namespace Portico.DataPlane.Explanations;

/// <summary>Marks a request that nobody sent: what decides about it says why, and keeps nothing of it.</summary>
public sealed class Simulation
{
    /// <summary>Why it was let in; null until it is.</summary>
    public DecisionReason? Granted { get; set; }
}
