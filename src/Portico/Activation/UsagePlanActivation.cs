using Microsoft.Extensions.Logging;
using Portico.Compiler.Traffic;
using Portico.DataPlane.Traffic;
using Portico.Model.Usage;
using Portico.State.Traffic;
using Portico.Storage;

namespace Portico.Activation;

/// <summary>
/// Makes API keys and usage plans count, within the commit that changed them: a new table of keys is exchanged for the old one, and what keys
/// have used goes on from table to table. Writes what was used now and then, and at the end.
/// </summary>
internal sealed class UsagePlanActivation : IAsyncDisposable
{
    /// <summary>How often requests that were counted without a quota are written.</summary>
    internal static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(10);

    private readonly TrafficControl _traffic;
    private readonly ITimer _flushing;
    private readonly Dictionary<string, (UsagePlan Plan, CompiledUsagePlan Compiled)> _plans = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _flush = Task.CompletedTask;

    internal UsagePlanActivation(TrafficControl traffic, ILogger<UsagePlanActivation> logger)
    {
        _traffic = traffic;
        _flushing = traffic.Time.CreateTimer(_ => Flush(logger), null, FlushEvery, FlushEvery);
    }

    /// <summary>Activates what a change of the account did to keys and plans, if anything.</summary>
    internal ValueTask ActivateAsync(AccountEntry before, AccountEntry after) =>
        ReferenceEquals(before.ApiKeys, after.ApiKeys) && ReferenceEquals(before.UsagePlans, after.UsagePlans) && ReferenceEquals(before.UsagePlanKeys, after.UsagePlanKeys)
            ? default
            : ActivateAsync(after);

    internal async ValueTask ActivateAsync(AccountEntry account)
    {
        await _turn.WaitAsync();
        try
        {
            await ActivateInTurnAsync(account);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask ActivateInTurnAsync(AccountEntry account)
    {
        var changedQuotas = Compile(account);
        var counters = _traffic.ApiKeys.Members.ToDictionary(member => (member.Counter.UsagePlanId, member.Counter.ApiKeyId), member => member.Counter);
        var members = new ApiKeyMember[account.UsagePlanKeys.Count];
        var count = 0;
        foreach (var (_, membership) in account.UsagePlanKeys) members[count++] = Member(account, membership, counters);
        var table = ApiKeyTable.Of(members);
        _traffic.Replace(table);

        // What was taken ahead under the old quota is given back, so that the new one is held to exactly.
        if (changedQuotas.Count == 0) return;
        await TogetherAsync(table.Members.Where(member => changedQuotas.Contains(member.Plan.Id)), counter => counter.SettleAsync());
    }

    /// <summary>Brings the ledger to what was really used. Nothing may be served any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _flushing.DisposeAsync();
        await _flush;
        await TogetherAsync(_traffic.ApiKeys.Members, counter => counter.SettleAsync());
        _turn.Dispose();
    }

    // Side by side, because the store makes one writing of commits that come together.
    private static Task TogetherAsync(IEnumerable<ApiKeyMember> members, Func<CallerCounter, ValueTask> work) =>
        Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = 32 }, (member, _) => work(member.Counter));

    private HashSet<string> Compile(AccountEntry account)
    {
        var changedQuotas = new HashSet<string>(StringComparer.Ordinal);
        foreach (var gone in _plans.Keys.Where(id => !account.UsagePlans.ContainsKey(id)).ToList()) _plans.Remove(gone);
        foreach (var plan in account.UsagePlans.Values)
        {
            var isKnown = _plans.TryGetValue(plan.Id, out var known);
            if (isKnown && ReferenceEquals(known.Plan, plan)) continue;
            if (isKnown && known.Plan.Quota != plan.Quota) changedQuotas.Add(plan.Id);
            _plans[plan.Id] = (plan, UsagePlanCompiler.Compile(plan, isKnown ? known.Compiled : null, _traffic.Time));
        }

        return changedQuotas;
    }

    // A key that is disabled keeps its counter, and opens nothing.
    private ApiKeyMember Member(AccountEntry account, UsagePlanKey membership, Dictionary<(string UsagePlanId, string ApiKeyId), CallerCounter> counters)
    {
        var key = account.ApiKeys[membership.KeyId];
        var plan = _plans[membership.UsagePlanId].Compiled;
        var counter = counters.GetValueOrDefault((plan.Id, key.Id)) ?? _traffic.Counters.NewCaller(plan.Id, key.Id);
        return new ApiKeyMember(key.Value, key.Enabled ? plan : plan.Closed, counter);
    }

    private void Flush(ILogger logger)
    {
        // A flush that takes long is not overtaken by the next.
        if (_flush.IsCompleted) _flush = FlushAsync();

        async Task FlushAsync()
        {
            try
            {
                await TogetherAsync(_traffic.ApiKeys.Members, counter => counter.FlushAsync());
            }
            catch (Exception exception)
            {
                UsagePlanLog.NotWritten(logger, exception);
            }
        }
    }
}

internal static partial class UsagePlanLog // ids 5200-5299
{
    [LoggerMessage(EventId = 5201, Level = LogLevel.Warning, EventName = "UsageNotWritten", Message = "What API keys used of their plans could not be written; quotas are not enforced until it can be")]
    internal static partial void NotWritten(ILogger logger, Exception exception);
}
