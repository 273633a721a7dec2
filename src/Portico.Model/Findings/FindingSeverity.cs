namespace Portico.Model.Findings;

/// <summary>What a finding means for its reader.</summary>
public enum FindingSeverity
{
    /// <summary>The definition cannot be served: AWS would refuse it, or what it asks for cannot be enforced here.</summary>
    Error,

    /// <summary>AWS accepts it, and calls that meet it fail: an error for who checks a definition, none for who deploys it.</summary>
    Failing,

    /// <summary>AWS accepts it and says something about it; what is written is not what happens.</summary>
    Warning,

    /// <summary>AWS would carry it out, Portico does not: a line of the fidelity report.</summary>
    Fidelity,
}
