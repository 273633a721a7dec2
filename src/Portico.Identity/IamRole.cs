using System.Collections.Immutable;

namespace Portico.Identity;

/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html"/>
public sealed record IamRole
{
    public required string RoleName { get; init; }

    /// <summary><c>AROA...</c>.</summary>
    public required string RoleId { get; init; }

    public string Path { get; init; } = "/";

    public string? Description { get; init; }

    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>Who may assume it, as JSON.</summary>
    public required string AssumeRolePolicyDocument { get; init; }

    /// <value>Seconds, 3600 to 43200.</value>
    public int MaxSessionDuration { get; init; } = 3600;

    public ImmutableSortedDictionary<string, string> Policies { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<string> AttachedPolicies { get; init; } = [];

    public string Arn(string accountId) => $"arn:aws:iam::{accountId}:role{Path}{RoleName}";
}
