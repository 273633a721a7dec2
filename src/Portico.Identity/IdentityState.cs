using System.Collections.Immutable;

namespace Portico.Identity;

/// <summary>Everybody whom one server knows. Immutable; a change is another one.</summary>
public sealed record IdentityState
{
    private static readonly StringComparer ByName = StringComparer.OrdinalIgnoreCase;

    /// <summary>By name; AWS takes names that differ in case only for the same.</summary>
    public ImmutableSortedDictionary<string, IamUser> Users { get; init; } = ImmutableSortedDictionary.Create<string, IamUser>(ByName);

    public ImmutableSortedDictionary<string, IamRole> Roles { get; init; } = ImmutableSortedDictionary.Create<string, IamRole>(ByName);

    public ImmutableArray<Session> Sessions { get; init; } = [];

    /// <summary>The root user's key that this server made for itself, or null.</summary>
    public AccessKey? RootKey { get; init; }

    public IamUser? FindUser(string name) => Users.GetValueOrDefault(name);

    public IamRole? FindRole(string name) => Roles.GetValueOrDefault(name);
}
