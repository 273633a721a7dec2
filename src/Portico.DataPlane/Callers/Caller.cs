using System.Collections.Immutable;
using Portico.Aws.Policies;
using Portico.Aws.Signing;

namespace Portico.DataPlane.Callers;

/// <summary>Whoever an access key belongs to, and what it may do: all that a request needs to know, compiled when identities change.</summary>
public sealed record Caller
{
    public required AwsCredentials Credentials { get; init; }

    public required PolicyPrincipal Principal { get; init; }

    /// <summary><c>Account</c> (the root user), <c>User</c> or <c>AssumedRole</c>.</summary>
    public required string PrincipalType { get; init; }

    /// <summary><c>AIDA...</c> of a user, <c>AROA...:session</c> of a session, the account id of the root user.</summary>
    public required string UserId { get; init; }

    /// <summary>The name of a user; null for sessions and the root user.</summary>
    public string? UserName { get; init; }

    public string? OrganizationId { get; init; }

    /// <summary>When temporary credentials were issued.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When temporary credentials end; null for lasting ones.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public ImmutableArray<PolicyDocument> Policies { get; init; } = [];

    /// <summary>Whether no identity policy is asked: the root user of the account.</summary>
    public bool IsRoot => PrincipalType == "Account";

    /// <summary>What this caller's own policies say.</summary>
    public PolicyDecision Decide(in PolicyRequest request) => IsRoot ? new PolicyDecision(PolicyEffect.Allow, "root user") : PolicyDocument.Evaluate(Policies, request);
}
