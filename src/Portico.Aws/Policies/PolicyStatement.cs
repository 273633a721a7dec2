using System.Collections.Immutable;

namespace Portico.Aws.Policies;

/// <summary>One statement, ready to be evaluated.</summary>
internal sealed record PolicyStatement
{
    internal string? Sid { get; init; }

    internal required PolicyEffect Effect { get; init; }

    /// <summary>Null in identity policies.</summary>
    internal PrincipalSet? Principals { get; init; }

    internal bool NotPrincipals { get; init; }

    internal required ImmutableArray<PolicyPattern> Actions { get; init; }

    internal bool NotActions { get; init; }

    /// <summary>Empty in trust policies.</summary>
    internal required ImmutableArray<PolicyPattern> Resources { get; init; }

    internal bool NotResources { get; init; }

    internal ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    internal bool Applies(in PolicyRequest request)
    {
        if (Principals is not null && Principals.Contains(request.Principal) == NotPrincipals) return false;
        if (MatchesAction(request) == NotActions) return false;
        if (Resources.Length > 0 && MatchesResource(request) == NotResources) return false;
        foreach (var condition in Conditions)
        {
            if (!condition.Holds(request.Keys)) return false;
        }

        return true;
    }

    private bool MatchesAction(in PolicyRequest request)
    {
        foreach (var pattern in Actions)
        {
            if (pattern.MatchesIgnoringCase(request.Action, request.Keys)) return true;
        }

        return false;
    }

    private bool MatchesResource(in PolicyRequest request)
    {
        foreach (var pattern in Resources)
        {
            if (pattern.Matches(request.Resource, request.Keys)) return true;
        }

        return false;
    }
}
