using System.Xml.Linq;
using Portico.Aws;
using Portico.Identity.Storage;
using Portico.Protocol.Query;

namespace Portico.Identity.Iam;

/// <summary>Users.</summary>
internal sealed class UserOperations(IdentityStore store, TimeProvider time)
{
    internal void AddTo(Dictionary<string, QueryOperation<IdentityCaller>> operations)
    {
        operations.Add("CreateUser", CreateAsync);
        operations.Add("GetUser", GetAsync);
        operations.Add("ListUsers", ListAsync);
        operations.Add("DeleteUser", DeleteAsync);
    }

    private async ValueTask<IReadOnlyList<XElement>?> CreateAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var user = new IamUser
        {
            UserName = IdentityRules.Name(parameters.Required("UserName"), "userName", 64),
            UserId = NewCredentials.Id("AIDA"),
            Path = IdentityRules.Path(parameters.Text("Path")),
            CreateDate = time.GetUtcNow(),
        };
        caller.Require("iam:CreateUser", user.Arn(caller.AccountId));
        if (parameters.Text("PermissionsBoundary") is not null) throw new ServiceException(400, "ValidationError", "This version of Portico does not enforce permissions boundaries, so it does not store them");
        await store.ChangeAsync(
            state => state.FindUser(user.UserName) is null ? (state with { Users = state.Users.Add(user.UserName, user) }, true) : throw IdentityRules.Exists("User", user.UserName), cancellationToken);
        return [Xml.User(user, caller.AccountId)];
    }

    private ValueTask<IReadOnlyList<XElement>?> GetAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        if (parameters.Text("UserName") is null && caller.UserName is null)
        {
            return new((IReadOnlyList<XElement>)
            [
                new XElement("User", new XElement("Path", "/"), new XElement("UserName", caller.AccountId), new XElement("UserId", caller.AccountId), new XElement("Arn", caller.Arn), Xml.Date("CreateDate", DateTimeOffset.UnixEpoch)),
            ]);
        }

        var user = Find(store.Present, parameters.Text("UserName") ?? caller.UserName!);
        caller.Require("iam:GetUser", user.Arn(caller.AccountId));
        return new((IReadOnlyList<XElement>)[Xml.User(user, caller.AccountId)]);
    }

    private ValueTask<IReadOnlyList<XElement>?> ListAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        caller.Require("iam:ListUsers", $"arn:aws:iam::{caller.AccountId}:user/");
        var prefix = parameters.Text("PathPrefix") ?? "/";
        var users = store.Present.Users.Values.Where(user => user.Path.StartsWith(prefix, StringComparison.Ordinal));
        return new((IReadOnlyList<XElement>)[Xml.Members("Users", users.Select(user => Xml.User(user, caller.AccountId))), Xml.NotTruncated]);
    }

    private async ValueTask<IReadOnlyList<XElement>?> DeleteAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var name = parameters.Required("UserName");
        caller.Require("iam:DeleteUser", Find(store.Present, name).Arn(caller.AccountId));
        await store.ChangeAsync(
            state =>
            {
                var user = Find(state, name);
                if (user.AccessKeys.Length > 0) throw IdentityRules.Conflict("delete access keys");
                if (user.Policies.Count > 0) throw IdentityRules.Conflict("delete policies");
                if (user.AttachedPolicies.Length > 0) throw IdentityRules.Conflict("detach all policies");
                return (state with { Users = state.Users.Remove(name), Sessions = state.Sessions.RemoveAll(session => name.Equals(session.UserName, StringComparison.OrdinalIgnoreCase)) }, true);
            },
            cancellationToken);
        return null;
    }

    internal static IamUser Find(IdentityState state, string name) => state.FindUser(name) ?? throw IdentityRules.NoSuch("user", name);
}
