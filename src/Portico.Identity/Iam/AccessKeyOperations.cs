using System.Collections.Immutable;
using System.Xml.Linq;
using Portico.Aws;
using Portico.Identity.Storage;
using Portico.Protocol.Query;

namespace Portico.Identity.Iam;

/// <summary>Access keys of users. The secret is shown once: when the key is made.</summary>
internal sealed class AccessKeyOperations(IdentityStore store, TimeProvider time)
{
    internal void AddTo(Dictionary<string, QueryOperation<IdentityCaller>> operations)
    {
        operations.Add("CreateAccessKey", CreateAsync);
        operations.Add("ListAccessKeys", ListAsync);
        operations.Add("UpdateAccessKey", UpdateAsync);
        operations.Add("DeleteAccessKey", DeleteAsync);
    }

    private async ValueTask<IReadOnlyList<XElement>?> CreateAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var user = Required("iam:CreateAccessKey", parameters, caller);
        var key = NewCredentials.Key("AKIA", time.GetUtcNow());
        await store.ChangeAsync(
            state =>
            {
                var present = UserOperations.Find(state, user.UserName);
                if (present.AccessKeys.Length >= IdentityRules.MaxAccessKeys) throw new ServiceException(409, "LimitExceeded", $"Cannot exceed quota for AccessKeysPerUser: {IdentityRules.MaxAccessKeys}");
                return (state with { Users = state.Users.SetItem(present.UserName, present with { AccessKeys = present.AccessKeys.Add(key) }) }, true);
            },
            cancellationToken);
        var described = Described(user, key);
        described.Add(new XElement("SecretAccessKey", key.SecretAccessKey));
        return [described];
    }

    private ValueTask<IReadOnlyList<XElement>?> ListAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var user = Required("iam:ListAccessKeys", parameters, caller);
        return new((IReadOnlyList<XElement>)[Xml.Members("AccessKeyMetadata", user.AccessKeys.Select(key => Described(user, key))), Xml.NotTruncated, new XElement("UserName", user.UserName)]);
    }

    private async ValueTask<IReadOnlyList<XElement>?> UpdateAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var status = parameters.Required("Status");
        if (status is not ("Active" or "Inactive"))
        {
            throw new ServiceException(400, "ValidationError", $"1 validation error detected: Value '{status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]");
        }

        await ChangeAsync("iam:UpdateAccessKey", parameters, caller, (keys, key) => keys.Replace(key, key with { IsActive = status == "Active" }), cancellationToken);
        return null;
    }

    private async ValueTask<IReadOnlyList<XElement>?> DeleteAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        await ChangeAsync("iam:DeleteAccessKey", parameters, caller, (keys, key) => keys.Remove(key), cancellationToken);
        return null;
    }

    private async Task ChangeAsync(
        string action, QueryParameterSet parameters, IdentityCaller caller, Func<ImmutableArray<AccessKey>, AccessKey, ImmutableArray<AccessKey>> change, CancellationToken cancellationToken)
    {
        var user = Required(action, parameters, caller);
        var id = parameters.Required("AccessKeyId");
        await store.ChangeAsync(
            state =>
            {
                var present = UserOperations.Find(state, user.UserName);
                var key = present.AccessKeys.FirstOrDefault(key => key.AccessKeyId == id) ?? throw new ServiceException(404, "NoSuchEntity", $"The Access Key with id {id} cannot be found");
                return (state with { Users = state.Users.SetItem(present.UserName, present with { AccessKeys = change(present.AccessKeys, key) }) }, true);
            },
            cancellationToken);
    }

    // Who names nobody means himself.
    private IamUser Required(string action, QueryParameterSet parameters, IdentityCaller caller)
    {
        var user = UserOperations.Find(store.Present, parameters.Text("UserName") ?? caller.UserName ?? parameters.Required("UserName"));
        caller.Require(action, user.Arn(caller.AccountId));
        return user;
    }

    private static XElement Described(IamUser user, AccessKey key) => new(
        "AccessKey", new XElement("UserName", user.UserName), new XElement("AccessKeyId", key.AccessKeyId), new XElement("Status", key.IsActive ? "Active" : "Inactive"), Xml.Date("CreateDate", key.CreateDate));
}
