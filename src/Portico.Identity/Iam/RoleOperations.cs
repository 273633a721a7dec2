using System.Xml.Linq;
using Portico.Aws;
using Portico.Aws.Policies;
using Portico.Identity.Storage;
using Portico.Protocol.Query;

namespace Portico.Identity.Iam;

/// <summary>Roles.</summary>
internal sealed class RoleOperations(IdentityStore store, TimeProvider time)
{
    internal void AddTo(Dictionary<string, QueryOperation<IdentityCaller>> operations)
    {
        operations.Add("CreateRole", CreateAsync);
        operations.Add("GetRole", GetAsync);
        operations.Add("ListRoles", ListAsync);
        operations.Add("DeleteRole", DeleteAsync);
    }

    private async ValueTask<IReadOnlyList<XElement>?> CreateAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var role = new IamRole
        {
            RoleName = IdentityRules.Name(parameters.Required("RoleName"), "roleName", 64),
            RoleId = NewCredentials.Id("AROA"),
            Path = IdentityRules.Path(parameters.Text("Path")),
            Description = IdentityRules.Description(parameters.Text("Description")),
            CreateDate = time.GetUtcNow(),
            AssumeRolePolicyDocument = IdentityRules.Policy(parameters.Required("AssumeRolePolicyDocument"), PolicyKind.Trust),
            MaxSessionDuration = parameters.Number("MaxSessionDuration", 3600, 3600, 43200),
        };
        caller.Require("iam:CreateRole", role.Arn(caller.AccountId));
        if (parameters.Text("PermissionsBoundary") is not null) throw new ServiceException(400, "ValidationError", "This version of Portico does not enforce permissions boundaries, so it does not store them");
        await store.ChangeAsync(
            state => state.FindRole(role.RoleName) is null ? (state with { Roles = state.Roles.Add(role.RoleName, role) }, true) : throw IdentityRules.Exists("Role", role.RoleName), cancellationToken);
        return [Xml.Role(role, caller.AccountId)];
    }

    private ValueTask<IReadOnlyList<XElement>?> GetAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var role = Find(store.Present, parameters.Required("RoleName"));
        caller.Require("iam:GetRole", role.Arn(caller.AccountId));
        return new((IReadOnlyList<XElement>)[Xml.Role(role, caller.AccountId)]);
    }

    private ValueTask<IReadOnlyList<XElement>?> ListAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        caller.Require("iam:ListRoles", $"arn:aws:iam::{caller.AccountId}:role/");
        var prefix = parameters.Text("PathPrefix") ?? "/";
        var roles = store.Present.Roles.Values.Where(role => role.Path.StartsWith(prefix, StringComparison.Ordinal));
        return new((IReadOnlyList<XElement>)[Xml.Members("Roles", roles.Select(role => Xml.Role(role, caller.AccountId))), Xml.NotTruncated]);
    }

    private async ValueTask<IReadOnlyList<XElement>?> DeleteAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var name = parameters.Required("RoleName");
        caller.Require("iam:DeleteRole", Find(store.Present, name).Arn(caller.AccountId));
        await store.ChangeAsync(
            state =>
            {
                var role = Find(state, name);
                if (role.Policies.Count > 0) throw IdentityRules.Conflict("delete policies");
                if (role.AttachedPolicies.Length > 0) throw IdentityRules.Conflict("detach all policies");
                return (state with { Roles = state.Roles.Remove(name), Sessions = state.Sessions.RemoveAll(session => name.Equals(session.RoleName, StringComparison.OrdinalIgnoreCase)) }, true);
            },
            cancellationToken);
        return null;
    }

    internal static IamRole Find(IdentityState state, string name) => state.FindRole(name) ?? throw IdentityRules.NoSuch("role", name);
}
