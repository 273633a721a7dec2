using System.Collections.Frozen;

namespace Portico.DataPlane.Callers;

/// <summary>Every caller with an access key, by that key. Exchanged whole when identities change; readers never wait.</summary>
public sealed class CallerDirectory
{
    private volatile FrozenDictionary<string, Caller> _callers = FrozenDictionary<string, Caller>.Empty;

    /// <summary>The owner of an access key, or null.</summary>
    public Caller? Find(string accessKeyId) => _callers.GetValueOrDefault(accessKeyId);

    public void Replace(IEnumerable<Caller> callers) => _callers = callers.ToFrozenDictionary(caller => caller.Credentials.AccessKeyId, StringComparer.Ordinal);
}
