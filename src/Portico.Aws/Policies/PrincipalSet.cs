using System.Collections.Immutable;

namespace Portico.Aws.Policies;

/// <summary>The callers that a statement's <c>Principal</c> means.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
internal sealed record PrincipalSet
{
    internal bool Everyone { get; init; }

    /// <summary>Twelve digits each: everybody of the account.</summary>
    internal ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Users, roles (and so their sessions) and sessions.</summary>
    internal ImmutableArray<string> Arns { get; init; } = [];

    internal ImmutableArray<string> Services { get; init; } = [];

    internal bool Contains(PolicyPrincipal principal) =>
        Everyone
        || (principal.AccountId.Length > 0 && Accounts.Contains(principal.AccountId))
        || (principal.Arn.Length > 0 && Arns.Contains(principal.Arn))
        || (principal.RoleArn is { } role && Arns.Contains(role))
        || (principal.Service is { } service && Services.Contains(service));
}
