using System.Collections.Frozen;

namespace Portico.DataPlane.Callers;

/// <summary>Every caller with an access key, by that key. Exchanged whole when identities change; readers never wait.</summary>
public sealed class CallerDirectory
{
    private volatile FrozenDictionary<string, Caller> _callers = FrozenDictionary<string, Caller>.Empty;

    /// <summary>The owner of an access key, or null.</summary>
    public Caller? Find(string accessKeyId) => _callers.GetValueOrDefault(accessKeyId);

    /// <summary>A user, a session or the root user by his ARN; null when there is none, or he has no access key. Looks at all of them.</summary>
    public Caller? FindByArn(string arn) => _callers.Values.FirstOrDefault(caller => caller.Principal.Arn == arn);

    public void Replace(IEnumerable<Caller> callers) => _callers = callers.ToFrozenDictionary(caller => caller.Credentials.AccessKeyId, StringComparer.Ordinal);
}
