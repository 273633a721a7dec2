using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Portico.DataPlane.Caching;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.State.Caching;

namespace Portico.DataPlane.Steps;

/// <summary>
/// Answers a request out of the response cache, or lets the integration answer and keeps that: 1 the key, 2 what the client says about caching,
/// 3 the answer at hand, 4 the answer that another request is fetching, 5 the integration.
/// </summary>
/// <param name="cache">Of the stage.</param>
/// <param name="policy">Of the method.</param>
/// <param name="invalidation">Who may have an answer fetched anew.</param>
/// <param name="prefix">What all keys of the method begin with.</param>
/// <param name="parameters">The cache key parameters.</param>
/// <param name="integration">The steps that make an answer.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"/>
public sealed class AnswerFromCacheStep(
    ResponseCache cache, CachePolicy policy, ICacheInvalidation invalidation, string prefix, ImmutableArray<ValueSource> parameters, ImmutableArray<IStep> integration) : IStep
{
    /// <summary>The largest answer that is kept, in bytes of its body.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"/>
    public const int MaxBodyBytes = 1_048_576;

    private const string WarningText = "199 Cache-control headers were ignored because the caller was unauthorized.";

    // Answers that are being fetched, so that many who ask for the same call the back end once.
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CachedResponse?>> _fetching = new(StringComparer.Ordinal);

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        // 1.
        var key = new CacheKey(stackalloc char[256]);
        try
        {
            if (key.Write(invocation, prefix, parameters.AsSpan()) is { } fault) return new(fault);

            // 2.
            var (renews, warns) = (false, false);
            if (AsksForFresh(invocation.Request))
            {
                var refusal = policy.RequiresAuthorization ? invalidation.Refusal(invocation) : null;
                if (refusal is not null && policy.Unauthorized == UnauthorizedCacheControl.FailWith403) return new(refusal);
                renews = refusal is null;
                warns = refusal is not null && policy.Unauthorized == UnauthorizedCacheControl.SucceedWithResponseHeader;
            }

            if (renews) return FetchAsync(invocation, key.Text.ToString(), fetching: null, warns: false);

            // 3.
            var finding = cache.FindAsync(key.Text, invocation.ReceivedAt.UtcTicks);
            if (!finding.IsCompletedSuccessfully) return AwaitedAsync(invocation, key.Text.ToString(), finding, warns);
            if (finding.Result is not { } found) return JoinAsync(invocation, key.Text.ToString(), warns);
            Answer(invocation, found, warns);
            return default;
        }
        finally
        {
            key.Dispose();
        }
    }

    private async ValueTask<GatewayFault?> AwaitedAsync(Invocation invocation, string key, ValueTask<CachedResponse?> finding, bool warns)
    {
        if (await finding is not { } found) return await JoinAsync(invocation, key, warns);
        Answer(invocation, found, warns);
        return null;
    }

    // 4.
    private ValueTask<GatewayFault?> JoinAsync(Invocation invocation, string key, bool warns)
    {
        var own = new TaskCompletionSource<CachedResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _fetching.GetOrAdd(key, own);
        return ReferenceEquals(first, own) ? FetchFirstAsync(invocation, key, own, warns) : WaitAsync(invocation, key, first.Task, warns);
    }

    private async ValueTask<GatewayFault?> WaitAsync(Invocation invocation, string key, Task<CachedResponse?> fetching, bool warns)
    {
        if (await fetching is { } response)
        {
            Answer(invocation, response, warns);
            return null;
        }

        // What was not to be kept is each request's own.
        return await FetchAsync(invocation, key, fetching: null, warns);
    }

    private async ValueTask<GatewayFault?> FetchFirstAsync(Invocation invocation, string key, TaskCompletionSource<CachedResponse?> own, bool warns)
    {
        // Somebody may have ended between the look into the cache and the place among those who fetch.
        var found = await cache.FindAsync(key, invocation.ReceivedAt.UtcTicks);
        if (found is null) return await FetchAsync(invocation, key, own, warns);
        End(key, own, found);
        Answer(invocation, found, warns);
        return null;
    }

    // 5.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GatewayFault?> FetchAsync(Invocation invocation, string key, TaskCompletionSource<CachedResponse?>? fetching, bool warns)
    {
        CachedResponse? kept = null;
        try
        {
            invocation.CacheHit = false;
            cache.CountRequest(hit: false);
            if (await RestPipeline.RunAsync(invocation, integration) is { } fault) return fault;
            if (await ResponseGathering.GatherAsync(invocation, MaxBodyBytes) is { } broken) return broken;
            var response = invocation.Response;
            if (response.Rest is null && response.Body.Length <= MaxBodyBytes)
            {
                kept = new CachedResponse(response.Status, response.Headers.Lines.ToArray(), response.Body.ToArray(), response.ShowsTraceId, policy.KeepsForms && !policy.Encrypted);
                response.Forms = kept;
                await cache.StoreAsync(key, kept, invocation.Time.GetUtcNow().UtcTicks, policy.Lifetime, policy.Encrypted);
            }

            if (warns) response.Headers.Add("Warning", WarningText);
            return null;
        }
        finally
        {
            if (fetching is not null) End(key, fetching, kept);
        }
    }

    private void End(string key, TaskCompletionSource<CachedResponse?> fetching, CachedResponse? response)
    {
        _fetching.TryRemove(KeyValuePair.Create(key, fetching));
        fetching.SetResult(response);
    }

    private void Answer(Invocation invocation, CachedResponse cached, bool warns)
    {
        invocation.CacheHit = true;
        cache.CountRequest(hit: true);
        var response = invocation.Response;
        response.Status = cached.Status;
        response.ShowsTraceId = cached.ShowsTraceId;
        foreach (var (name, value) in cached.Headers) response.Headers.Add(name, value);
        response.Body = cached.Body;
        response.Forms = cached;
        if (warns) response.Headers.Add("Warning", WarningText);
    }

    private static bool AsksForFresh(ClientRequest request)
    {
        var lines = request.Headers.CacheControl;
        for (var index = 0; index < lines.Count; index++)
        {
            foreach (var part in lines[index].AsSpan().Split(','))
            {
                if (lines[index].AsSpan()[part].Trim().Equals("max-age=0", StringComparison.OrdinalIgnoreCase)) return true;
            }
        }

        return false;
    }
}
