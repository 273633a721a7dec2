namespace Portico.Aws.Policies;

/// <summary>What policies say of a request.</summary>
public enum PolicyEffect
{
    /// <summary>No statement applies: the implicit deny.</summary>
    Neither,
    Allow,

    /// <summary>The explicit deny, which nothing overrules.</summary>
    Deny,
}
