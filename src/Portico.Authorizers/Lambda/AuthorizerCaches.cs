using System.Collections.Concurrent;

namespace Portico.Authorizers.Lambda;

/// <summary>The caches of all authorizers: one for each stage and authorizer, kept over deployments that change nothing of the authorizer.</summary>
public sealed class AuthorizerCaches
{
    // A stage that is gone takes its caches along.
    private readonly ConcurrentDictionary<(string ApiId, string Stage, string AuthorizerId), WeakReference<AuthorizerCache>> _caches = new();

    /// <summary>Forgets all answers for a stage. An answer that is on its way is used once, and not kept.</summary>
    public void Flush(string apiId, string stage)
    {
        foreach (var (key, reference) in _caches)
        {
            if (key.ApiId == apiId && key.Stage == stage && reference.TryGetTarget(out var cache)) cache.Present = new AnswerCache();
        }
    }

    internal AuthorizerCache Get(string apiId, string stage, string authorizerId, string definition)
    {
        var key = (apiId, stage, authorizerId);
        if (_caches.TryGetValue(key, out var reference) && reference.TryGetTarget(out var known) && known.Definition == definition) return known;
        foreach (var (gone, _) in _caches.Where(pair => !pair.Value.TryGetTarget(out _))) _caches.TryRemove(gone, out _);
        var cache = new AuthorizerCache(definition);
        _caches[key] = new(cache);
        return cache;
    }
}

/// <summary>The place of one cache; flushing puts another one there.</summary>
internal sealed class AuthorizerCache(string definition)
{
    private volatile AnswerCache _present = new();

    internal string Definition => definition;

    internal AnswerCache Present
    {
        get => _present;
        set => _present = value;
    }
}
