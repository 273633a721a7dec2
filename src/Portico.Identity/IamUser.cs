using System.Collections.Immutable;

namespace Portico.Identity;

/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html"/>
public sealed record IamUser
{
    public required string UserName { get; init; }

    /// <summary><c>AIDA...</c>.</summary>
    public required string UserId { get; init; }

    public string Path { get; init; } = "/";

    public required DateTimeOffset CreateDate { get; init; }

    /// <summary>Inline policies: JSON by name.</summary>
    public ImmutableSortedDictionary<string, string> Policies { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>ARNs of managed policies.</summary>
    public ImmutableArray<string> AttachedPolicies { get; init; } = [];

    public ImmutableArray<AccessKey> AccessKeys { get; init; } = [];

    public string Arn(string accountId) => $"arn:aws:iam::{accountId}:user{Path}{UserName}";
}
