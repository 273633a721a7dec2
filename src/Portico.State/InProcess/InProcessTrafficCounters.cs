using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Portico.State.Traffic;

namespace Portico.State.InProcess;

/// <summary>Counters of one process: throttles are exact, and quotas are as durable as the ledger.</summary>
/// <param name="time">The clock of throttles.</param>
/// <param name="ledger">Where quotas are kept.</param>
/// <param name="onFailure">Told what a ledger that cannot be used threw. Requests are served meanwhile, as AWS's limits are best effort.</param>
public sealed class InProcessTrafficCounters(TimeProvider time, IQuotaLedger ledger, Action<Exception>? onFailure = null) : ITrafficCounters
{
    private const int Gates = 64;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, WeakReference<RateCounter>> _rates = new(StringComparer.Ordinal);

    // One caller asks the ledger at a time; callers that share a gate wait for each other there, and nowhere else.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly int[] _ledgerSteps = new int[Gates];
    private long _failedUntil = long.MinValue;
    private int _names;

    internal TimeProvider Time => time;

    public RateCounter Rate(string name)
    {
        lock (_rates)
        {
            if (_rates.TryGetValue(name, out var known) && known.TryGetTarget(out var counter)) return counter;
            var fresh = new InProcessRateCounter(time);
            _rates[name] = new WeakReference<RateCounter>(fresh);

            // Names that nobody holds any more go when the table has doubled.
            if (_rates.Count > Math.Max(64, 2 * _names))
            {
                foreach (var (key, reference) in _rates)
                {
                    if (!reference.TryGetTarget(out _)) _rates.TryRemove(key, out _);
                }

                _names = _rates.Count;
            }

            return fresh;
        }
    }

    public CallerCounter NewCaller(string usagePlanId, string apiKeyId) => new InProcessCallerCounter(this, usagePlanId, apiKeyId);

    /// <summary>The road of a request that finds nothing at hand: it waits for the ledger.</summary>
    internal async ValueTask<Admission> AdmitSlowlyAsync(InProcessCallerCounter caller, CallerLimits limits, int day, long utcTicks)
    {
        if (IsFailing) return Admission.Granted;
        var gate = GateOf(caller);
        await gate.WaitAsync().ConfigureAwait(false);
        StepLedger(caller);
        try
        {
            while (true)
            {
                var word = caller.Word;
                if (limits.QuotaStep > 0 && word.Is(day, QuotaWordKind.Reserved) && word.Amount > 0)
                {
                    if (caller.TryExchange(new(word.Bits - 1), word)) return Admission.Granted;
                    continue;
                }

                if (limits.QuotaStep > 0 && word.Is(day, QuotaWordKind.UsedUp) && !InProcessCallerCounter.IsOld(word, utcTicks)) return Admission.QuotaExceeded;

                // 1. What belongs to another day, or to terms that hold no more, is brought into order.
                await WriteOutAsync(caller, caller.Exchange(default)).ConfigureAwait(false);

                // 2.
                if (limits.QuotaStep == 0)
                {
                    if (caller.TryExchange(new(day, QuotaWordKind.Counted, 1), default)) return Admission.Granted;
                    continue;
                }

                var taken = await ledger.ReserveAsync(caller.UsagePlanId, caller.ApiKeyId, DateOnly.FromDayNumber(day), limits.QuotaStep, CancellationToken.None).ConfigureAwait(false);
                var before = caller.Exchange(taken == 0
                    ? new(day, QuotaWordKind.UsedUp, utcTicks % TimeSpan.TicksPerDay / TimeSpan.TicksPerSecond)
                    : new(day, QuotaWordKind.Reserved, taken - 1));

                // Requests under older terms may have counted meanwhile.
                await WriteOutAsync(caller, before).ConfigureAwait(false);
                return taken == 0 ? Admission.QuotaExceeded : Admission.Granted;
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
            return Admission.Granted;
        }
        finally
        {
            StepLedger(caller);
            gate.Release();
        }
    }

    /// <summary>Takes the next step of the quota before the present one is used up, so that requests seldom wait.</summary>
    internal void RefillAhead(InProcessCallerCounter caller, CallerLimits limits, int day)
    {
        if (!IsFailing) _ = RefillAsync();

        // Whoever settles the caller waits for it at the gate.
        async Task RefillAsync()
        {
            var gate = GateOf(caller);
            await gate.WaitAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            StepLedger(caller);
            try
            {
                if (!caller.Word.Is(day, QuotaWordKind.Reserved) || caller.Word.Amount > limits.QuotaStep / 4) return;
                var taken = await ledger.ReserveAsync(caller.UsagePlanId, caller.ApiKeyId, DateOnly.FromDayNumber(day), limits.QuotaStep, CancellationToken.None).ConfigureAwait(false);
                while (taken > 0)
                {
                    var word = caller.Word;
                    if (caller.TryExchange(new(word.Bits + taken), word)) return;
                }
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
            finally
            {
                StepLedger(caller);
                gate.Release();
            }
        }
    }

    internal async ValueTask SettleAsync(InProcessCallerCounter caller, bool onlyCounted)
    {
        // The gate first: a step that is being taken belongs to what is settled.
        var gate = GateOf(caller);
        await gate.WaitAsync().ConfigureAwait(false);
        StepLedger(caller);
        try
        {
            if (caller.Word.Bits == 0 || (onlyCounted && caller.Word.Kind != QuotaWordKind.Counted)) return;
            await WriteOutAsync(caller, caller.Exchange(default)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            StepLedger(caller);
            gate.Release();
        }
    }

    internal async ValueTask<T> ReadLedgerAsync<T>(InProcessCallerCounter caller, Func<CallerCounter, ValueTask<T>> read)
    {
        var gate = GateOf(caller);
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await read(caller).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask WriteOutAsync(InProcessCallerCounter caller, QuotaWord word)
    {
        if (word.AheadOfUse == 0) return;
        await ledger.AddAsync(caller.UsagePlanId, caller.ApiKeyId, DateOnly.FromDayNumber(word.Day), -word.AheadOfUse, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The steps of all who share the caller's gate: one number for each gate, because one for each caller would be the dearest part of a caller.</summary>
    internal int LedgerSteps(InProcessCallerCounter caller) => Volatile.Read(ref _ledgerSteps[GateIndex(caller)]);

    // By the holder of the gate, before its work and after it.
    private void StepLedger(InProcessCallerCounter caller) => Interlocked.Increment(ref _ledgerSteps[GateIndex(caller)]);

    private SemaphoreSlim GateOf(InProcessCallerCounter caller) => _gates[GateIndex(caller)];

    private static uint GateIndex(InProcessCallerCounter caller) => (uint)RuntimeHelpers.GetHashCode(caller) % Gates;

    private bool IsFailing => time.GetTimestamp() < Volatile.Read(ref _failedUntil);

    private void Fail(Exception exception)
    {
        Volatile.Write(ref _failedUntil, time.GetTimestamp() + (long)(PauseAfterFailure.TotalSeconds * time.TimestampFrequency));
        onFailure?.Invoke(exception);
    }
}
