namespace Portico.Aws.Policies;

/// <summary>What a policy hangs on, and so which elements it has.</summary>
public enum PolicyKind
{
    /// <summary>On a user, group or role: no principal.</summary>
    Identity,

    /// <summary>On a resource: a principal and a resource.</summary>
    Resource,

    /// <summary>On a role, saying who may assume it: a principal, no resource.</summary>
    Trust,
}
