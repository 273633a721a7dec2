using System.Collections.Immutable;
using System.Xml.Linq;
using Portico.Aws;
using Portico.Aws.Policies;
using Portico.Identity.Storage;
using Portico.Protocol.Query;

namespace Portico.Identity.Iam;

/// <summary>Inline and attached policies; the same operations for users and for roles.</summary>
internal sealed class PolicyOperations(IdentityStore store)
{
    internal void AddTo(Dictionary<string, QueryOperation<IdentityCaller>> operations)
    {
        foreach (var kind in (string[])["User", "Role"])
        {
            operations.Add($"Put{kind}Policy", (parameters, caller, token) => ChangeAsync($"Put{kind}Policy", kind, parameters, caller, Put, token));
            operations.Add($"Delete{kind}Policy", (parameters, caller, token) => ChangeAsync($"Delete{kind}Policy", kind, parameters, caller, Delete, token));
            operations.Add($"Attach{kind}Policy", (parameters, caller, token) => ChangeAsync($"Attach{kind}Policy", kind, parameters, caller, Attach, token));
            operations.Add($"Detach{kind}Policy", (parameters, caller, token) => ChangeAsync($"Detach{kind}Policy", kind, parameters, caller, Detach, token));
            operations.Add($"Get{kind}Policy", (parameters, caller, _) => Get(kind, parameters, caller));
            operations.Add($"List{kind}Policies", (parameters, caller, _) => List(kind, parameters, caller));
            operations.Add($"ListAttached{kind}Policies", (parameters, caller, _) => ListAttached(kind, parameters, caller));
        }
    }

    private ValueTask<IReadOnlyList<XElement>?> Get(string kind, QueryParameterSet parameters, IdentityCaller caller)
    {
        var owner = Required($"Get{kind}Policy", kind, parameters, caller);
        var name = parameters.Required("PolicyName");
        var document = owner.Policies.GetValueOrDefault(name) ?? throw IdentityRules.NoSuch($"{kind.ToLowerInvariant()} policy", name);
        return new((IReadOnlyList<XElement>)[new XElement($"{kind}Name", owner.Name), new XElement("PolicyName", name), Xml.Document("PolicyDocument", document)]);
    }

    private ValueTask<IReadOnlyList<XElement>?> List(string kind, QueryParameterSet parameters, IdentityCaller caller)
    {
        var owner = Required($"List{kind}Policies", kind, parameters, caller);
        return new((IReadOnlyList<XElement>)[Xml.Members("PolicyNames", owner.Policies.Keys), Xml.NotTruncated]);
    }

    private ValueTask<IReadOnlyList<XElement>?> ListAttached(string kind, QueryParameterSet parameters, IdentityCaller caller)
    {
        var owner = Required($"ListAttached{kind}Policies", kind, parameters, caller);
        return new((IReadOnlyList<XElement>)[Xml.Attached(owner.Attached), Xml.NotTruncated]);
    }

    private async ValueTask<IReadOnlyList<XElement>?> ChangeAsync(
        string action, string kind, QueryParameterSet parameters, IdentityCaller caller, Func<Owner, QueryParameterSet, Owner> change, CancellationToken cancellationToken)
    {
        Required(action, kind, parameters, caller);
        await store.ChangeAsync(state => (change(Find(state, kind, parameters), parameters).In(state), true), cancellationToken);
        return null;
    }

    private static Owner Put(Owner owner, QueryParameterSet parameters)
    {
        var name = IdentityRules.Name(parameters.Required("PolicyName"), "policyName", 128);
        return owner with { Policies = owner.Policies.SetItem(name, IdentityRules.Policy(parameters.Required("PolicyDocument"), PolicyKind.Identity)) };
    }

    private static Owner Delete(Owner owner, QueryParameterSet parameters)
    {
        var name = parameters.Required("PolicyName");
        return owner.Policies.ContainsKey(name) ? owner with { Policies = owner.Policies.Remove(name) } : throw IdentityRules.NoSuch($"{owner.Kind.ToLowerInvariant()} policy", name);
    }

    private static Owner Attach(Owner owner, QueryParameterSet parameters)
    {
        var arn = parameters.Required("PolicyArn");
        if (ManagedPolicies.Find(arn) is null) throw new ServiceException(404, "NoSuchEntity", $"Policy {arn} does not exist or is not attachable.");
        return owner.Attached.Contains(arn) ? owner : owner with { Attached = owner.Attached.Add(arn) };
    }

    private static Owner Detach(Owner owner, QueryParameterSet parameters)
    {
        var arn = parameters.Required("PolicyArn");
        return owner.Attached.Contains(arn) ? owner with { Attached = owner.Attached.Remove(arn) } : throw new ServiceException(404, "NoSuchEntity", $"Policy {arn} was not found.");
    }

    private Owner Required(string action, string kind, QueryParameterSet parameters, IdentityCaller caller)
    {
        var owner = Find(store.Present, kind, parameters);
        caller.Require($"iam:{action}", owner.User?.Arn(caller.AccountId) ?? owner.Role!.Arn(caller.AccountId));
        return owner;
    }

    private static Owner Find(IdentityState state, string kind, QueryParameterSet parameters)
    {
        var name = parameters.Required($"{kind}Name");
        if (kind == "User" && UserOperations.Find(state, name) is var user) return new Owner(user, null, user.Policies, user.AttachedPolicies);
        var role = RoleOperations.Find(state, name);
        return new Owner(null, role, role.Policies, role.AttachedPolicies);
    }

    private sealed record Owner(IamUser? User, IamRole? Role, ImmutableSortedDictionary<string, string> Policies, ImmutableArray<string> Attached)
    {
        internal string Kind => User is null ? "Role" : "User";

        internal string Name => User?.UserName ?? Role!.RoleName;

        internal IdentityState In(IdentityState state) => User is not null
            ? state with { Users = state.Users.SetItem(Name, User with { Policies = Policies, AttachedPolicies = Attached }) }
            : state with { Roles = state.Roles.SetItem(Name, Role! with { Policies = Policies, AttachedPolicies = Attached }) };
    }
}
