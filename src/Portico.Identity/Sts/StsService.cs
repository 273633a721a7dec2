using System.Xml.Linq;
using Portico.Aws;
using Portico.Aws.Policies;
using Portico.Identity.Storage;
using Portico.Protocol.Query;

namespace Portico.Identity.Sts;

/// <summary>The part of STS that this server offers: who am I, and credentials for a while.</summary>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html"/>
public sealed class StsService
{
    // Each is a row of the directory that every signed call is looked up in.
    private const int MaxSessions = 10_000;

    private static readonly XNamespace Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    private readonly IdentityStore _store;
    private readonly TimeProvider _time;

    private StsService(IdentityStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    public static QueryService<IdentityCaller> Create(IdentityStore store, TimeProvider time, Action<string, string, Exception>? onUnexpected = null)
    {
        var sts = new StsService(store, time);
        var operations = new Dictionary<string, QueryOperation<IdentityCaller>>(StringComparer.Ordinal)
        {
            ["GetCallerIdentity"] = (_, caller, _) => new((IReadOnlyList<XElement>)[new XElement("Arn", caller.Arn), new XElement("UserId", caller.UserId), new XElement("Account", caller.AccountId)]),
            ["AssumeRole"] = sts.AssumeRoleAsync,
            ["GetSessionToken"] = sts.GetSessionTokenAsync,
        };
        return new QueryService<IdentityCaller>(Namespace, operations, onUnexpected);
    }

    private async ValueTask<IReadOnlyList<XElement>?> AssumeRoleAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var arn = parameters.Required("RoleArn");
        var name = IdentityRules.Name(parameters.Required("RoleSessionName"), "roleSessionName", 64);
        if (name.Length < 2) throw new ServiceException(400, "ValidationError", $"1 validation error detected: Value '{name}' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2");
        var duration = parameters.Number("DurationSeconds", 3600, 900, 43200);
        foreach (var unenforced in (string[])["Policy", "PolicyArns.member.1.arn", "SerialNumber", "TokenCode", "Tags.member.1.Key", "SourceIdentity"])
        {
            if (parameters.Text(unenforced) is not null) throw new ServiceException(400, "ValidationError", $"This version of Portico does not carry out {unenforced.Split('.')[0]} of AssumeRole, so it does not take it");
        }

        // Nobody learns which roles there are.
        if (_store.Present.Roles.Values.FirstOrDefault(role => role.Arn(caller.AccountId) == arn) is not { } role) throw caller.Denied("sts:AssumeRole", arn, "because no resource-based policy allows the sts:AssumeRole action");
        CheckMayAssume(role, arn, parameters, caller);
        if (duration > role.MaxSessionDuration) throw new ServiceException(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

        var session = NewSession(duration) with { RoleName = role.RoleName, SessionName = name };
        await AddAsync(session, cancellationToken);
        return
        [
            new XElement(
                "AssumedRoleUser", new XElement("AssumedRoleId", $"{role.RoleId}:{name}"), new XElement("Arn", $"arn:aws:sts::{caller.AccountId}:assumed-role/{role.RoleName}/{name}")),
            Xml.Credentials(session),
        ];
    }

    // The role must trust the caller. Whom it names himself needs no more; who is trusted as one of an account needs a policy of his own.
    private static void CheckMayAssume(IamRole role, string arn, QueryParameterSet parameters, IdentityCaller caller)
    {
        if (caller.Decide is null) return;
        if (caller.IsRoot) throw new ServiceException(403, "AccessDenied", "Roles may not be assumed by root accounts.");
        var trust = PolicyDocument.Parse(role.AssumeRolePolicyDocument, PolicyKind.Trust, role.RoleName).Document;
        var keys = new WithExternalId(caller.Keys, parameters.Text("ExternalId"));
        var effect = trust?.Evaluate(new PolicyRequest("sts:AssumeRole", arn, caller.Principal, keys)).Effect;
        if (effect == PolicyEffect.Deny) throw caller.Denied("sts:AssumeRole", arn, "with an explicit deny in a resource-based policy");
        if (effect != PolicyEffect.Allow) throw caller.Denied("sts:AssumeRole", arn, "because no resource-based policy allows the sts:AssumeRole action");

        var own = caller.Decide(new PolicyRequest("sts:AssumeRole", arn, caller.Principal, keys));
        if (own == PolicyEffect.Deny) throw caller.Denied("sts:AssumeRole", arn, "with an explicit deny in an identity-based policy");
        var named = trust!.Evaluate(new PolicyRequest("sts:AssumeRole", arn, caller.Principal with { AccountId = "" }, keys)).Effect == PolicyEffect.Allow;
        if (!named && own != PolicyEffect.Allow) throw caller.Denied("sts:AssumeRole", arn, "because no identity-based policy allows the sts:AssumeRole action");
    }

    private async ValueTask<IReadOnlyList<XElement>?> GetSessionTokenAsync(QueryParameterSet parameters, IdentityCaller caller, CancellationToken cancellationToken)
    {
        var duration = parameters.Number("DurationSeconds", caller.IsRoot ? 3600 : 43200, 900, 129600);
        if (parameters.Text("SerialNumber") is not null) throw new ServiceException(403, "AccessDenied", "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
        if (caller.Principal.RoleArn is not null) throw new ServiceException(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
        var session = NewSession(caller.IsRoot ? Math.Min(duration, 3600) : duration) with { UserName = caller.UserName };
        await AddAsync(session, cancellationToken);
        return [Xml.Credentials(session)];
    }

    private Session NewSession(int seconds)
    {
        var now = _time.GetUtcNow();
        return new Session { Key = NewCredentials.Key("ASIA", now), SessionToken = NewCredentials.SessionToken(), Expiration = now.AddSeconds(seconds) };
    }

    private ValueTask<bool> AddAsync(Session session, CancellationToken cancellationToken) => _store.ChangeAsync(
        state => state.Sessions.Length < MaxSessions ? (state with { Sessions = state.Sessions.Add(session) }, true) : throw new ServiceException(400, "Throttling", "Rate exceeded"), cancellationToken);

    private sealed class WithExternalId(IConditionKeys keys, string? externalId) : IConditionKeys
    {
        public ConditionValues Find(string key) => key == "sts:externalid" ? externalId : keys.Find(key);
    }
}
