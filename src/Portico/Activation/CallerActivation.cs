using System.Collections.Immutable;
using Portico.Aws.Policies;
using Portico.Aws.Signing;
using Portico.DataPlane.Callers;
using Portico.Identity;

namespace Portico.Activation;

/// <summary>Where identities become callers: what IAM keeps is compiled and put into the directory that signed calls are looked up in.</summary>
/// <param name="callers">The directory.</param>
/// <param name="accountId">Twelve digits.</param>
/// <param name="root">The root user's credentials from outside, or null.</param>
internal sealed class CallerActivation(CallerDirectory callers, string accountId, AwsCredentials? root)
{
    // The same documents hang on many.
    private Dictionary<(string Name, string Text), PolicyDocument> _known = [];

    /// <summary>Makes the directory say what a state says. Called for one state after the other.</summary>
    internal void Activate(IdentityState state)
    {
        var compiled = new Dictionary<(string, string), PolicyDocument>();
        var made = new Dictionary<string, Caller>(StringComparer.Ordinal);
        foreach (var user in state.Users.Values)
        {
            foreach (var key in user.AccessKeys.Where(key => key.IsActive)) Add(Of(user, new AwsCredentials(key.AccessKeyId, key.SecretAccessKey), Policies(user.Policies, user.AttachedPolicies, compiled)));
        }

        foreach (var session in state.Sessions)
        {
            var credentials = new AwsCredentials(session.Key.AccessKeyId, session.Key.SecretAccessKey, session.SessionToken);
            var caller = session switch
            {
                { RoleName: { } name } => state.FindRole(name) is { } role ? Of(role, session.SessionName!, credentials, Policies(role.Policies, role.AttachedPolicies, compiled)) : null,
                { UserName: { } name } => state.FindUser(name) is { } user ? Of(user, credentials, Policies(user.Policies, user.AttachedPolicies, compiled)) : null,
                _ => OfRoot(credentials),
            };
            if (caller is not null) Add(caller with { IssuedAt = session.Key.CreateDate, ExpiresAt = session.Expiration });
        }

        if (state.RootKey is { } own) Add(OfRoot(new AwsCredentials(own.AccessKeyId, own.SecretAccessKey)));
        if (root is not null) Add(OfRoot(root));
        _known = compiled;
        callers.Replace(made.Values);

        void Add(Caller caller) => made[caller.Credentials.AccessKeyId] = caller;
    }

    private Caller OfRoot(AwsCredentials credentials) => new()
    {
        Credentials = credentials,
        Principal = new() { Arn = $"arn:aws:iam::{accountId}:root", AccountId = accountId },
        PrincipalType = "Account",
        UserId = accountId,
    };

    private Caller Of(IamUser user, AwsCredentials credentials, ImmutableArray<PolicyDocument> policies) => new()
    {
        Credentials = credentials,
        Principal = new() { Arn = user.Arn(accountId), AccountId = accountId },
        PrincipalType = "User",
        UserId = user.UserId,
        UserName = user.UserName,
        Policies = policies,
    };

    private Caller Of(IamRole role, string sessionName, AwsCredentials credentials, ImmutableArray<PolicyDocument> policies) => new()
    {
        Credentials = credentials,
        Principal = new() { Arn = $"arn:aws:sts::{accountId}:assumed-role/{role.RoleName}/{sessionName}", AccountId = accountId, RoleArn = role.Arn(accountId) },
        PrincipalType = "AssumedRole",
        UserId = $"{role.RoleId}:{sessionName}",
        Policies = policies,
    };

    private ImmutableArray<PolicyDocument> Policies(ImmutableSortedDictionary<string, string> inline, ImmutableArray<string> attached, Dictionary<(string, string), PolicyDocument> compiled)
    {
        var texts = inline.Select(pair => (Name: pair.Key, Text: pair.Value)).Concat(attached.Select(arn => (Name: arn, Text: ManagedPolicies.Find(arn) ?? "")));
        return [.. texts.Select(policy => Document(policy, compiled))];
    }

    private PolicyDocument Document((string Name, string Text) policy, Dictionary<(string, string), PolicyDocument> compiled)
    {
        if (compiled.TryGetValue(policy, out var document)) return document;
        if (!_known.TryGetValue(policy, out document))
        {
            // Checked before it was stored; one that cannot be read might have been a deny.
            document = PolicyDocument.Parse(policy.Text, PolicyKind.Identity, policy.Name).Document
                ?? PolicyDocument.Parse("""{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}""", PolicyKind.Identity, policy.Name).Document!;
        }

        compiled[policy] = document;
        return document;
    }
}
