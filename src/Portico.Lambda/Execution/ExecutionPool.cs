using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.Logging;
using Portico.Aws.Identifiers;
using Portico.Lambda.Calls;
using Portico.Model.Lambda;

namespace Portico.Lambda.Execution;

/// <summary>
/// The environments of one version. Starts none before the first call; a call takes one that is idle, and waits where there is
/// none; while calls wait longer than a moment, more are started, up to a bound.
/// </summary>
internal sealed class ExecutionPool : IAsyncDisposable
{
    // A start takes about so many growth delays.
    private const int MovingQueueFactor = 5;

    // Calls shorter than this compute more than they wait: beyond two processes for each core another one mostly takes turns with the others.
    private static readonly TimeSpan ShortCall = TimeSpan.FromMilliseconds(10);
    private static readonly int EnoughForShortCalls = Math.Max(4, 2 * Environment.ProcessorCount);
    private const double MeanShare = 1.0 / 16;

    private readonly LambdaFunction _function;
    private readonly EnvironmentSurroundings _surroundings;
    private readonly Lock _lock = new();
    private readonly List<ExecutionEnvironment> _idle = [];
    private readonly HashSet<ExecutionEnvironment> _all = [];
    private readonly LinkedList<Waiter> _waiting = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _growth;
    private Task _starts = Task.CompletedTask;
    private Task _endings = Task.CompletedTask;
    private long _returnedAt;
    private double _meanMilliseconds;
    private int _starting;
    private bool _isRetired;
    private int _isDisposed;

    internal ExecutionPool(LambdaFunction function, FunctionConfiguration configuration, EnvironmentSurroundings surroundings)
    {
        _function = function;
        Configuration = configuration;
        _surroundings = surroundings;
        _growth = surroundings.Time.CreateTimer(static state => ((ExecutionPool)state!).Grow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal FunctionConfiguration Configuration { get; }

    /// <summary>Environments that are up.</summary>
    internal int Count
    {
        get
        {
            lock (_lock) return _all.Count;
        }
    }

    /// <summary>Runs a call. The token ends the waiting for an environment only; a call that runs is run to its end.</summary>
    /// <returns>Null when the pool does not take calls any more.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<InvocationOutcome?> InvokeAsync(FunctionCall call, CancellationToken waitCancellation)
    {
        ExecutionEnvironment? environment;
        Waiter? waiter = null;
        lock (_lock)
        {
            if (_isRetired) return null;
            environment = TakeIdle();
            if (environment is null)
            {
                waiter = new Waiter(this, _surroundings.Time.GetTimestamp());
                waiter.Node = _waiting.AddLast(waiter);
                if (_all.Count + _starting == 0) BeginStart();
                else _growth.Change(_surroundings.Settings.GrowthDelay, Timeout.InfiniteTimeSpan);
            }
        }

        if (waiter is not null)
        {
            var registration = waitCancellation.UnsafeRegister(static state => ((Waiter)state!).GiveUp(), waiter);
            var (given, failure, isRefused) = await waiter.Given.ConfigureAwait(false);
            await registration.DisposeAsync().ConfigureAwait(false);
            if (isRefused) return null;
            if (failure is not null)
            {
                var outcome = failure.ToOutcome(call.RequestId);
                outcome.ExecutedVersion = Configuration.Version;
                call.Stream?.Complete(new IOException("The function could not be started."));
                return outcome;
            }

            if (given is null) return InvocationOutcome.NotStarted();
            environment = given;
        }

        try
        {
            return await environment!.InvokeAsync(call).ConfigureAwait(false);
        }
        finally
        {
            Return(environment!);
        }
    }

    /// <summary>Ends environments that have had nothing to do for long.</summary>
    internal void EndIdle()
    {
        List<ExecutionEnvironment>? ended = null;
        lock (_lock)
        {
            for (var index = _idle.Count - 1; index >= 0; index--)
            {
                var environment = _idle[index];
                if (_surroundings.Time.GetElapsedTime(environment.IdleSince) < _surroundings.Settings.IdleLimit) continue;
                _idle.RemoveAt(index);
                _all.Remove(environment);
                (ended ??= []).Add(environment);
            }
        }

        foreach (var environment in ended ?? []) End(environment);
    }

    /// <summary>Takes no calls any more; what runs is run to its end.</summary>
    internal void Retire()
    {
        List<ExecutionEnvironment> idle;
        List<Waiter> waiting;
        lock (_lock)
        {
            if (_isRetired) return;
            _isRetired = true;
            idle = [.. _idle];
            _idle.Clear();
            foreach (var environment in idle) _all.Remove(environment);
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var waiter in waiting) waiter.Refuse();
        foreach (var environment in idle) End(environment);
    }

    /// <summary>Ends everything at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        Retire();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _growth.DisposeAsync().ConfigureAwait(false);
        Task starts;
        lock (_lock) starts = _starts;
        await starts.ConfigureAwait(false);
        List<ExecutionEnvironment> all;
        lock (_lock) all = [.. _all];
        foreach (var environment in all) End(environment);
        Task endings;
        lock (_lock) endings = _endings;
        await endings.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private ExecutionEnvironment? TakeIdle()
    {
        while (_idle.Count > 0)
        {
            // The last one used is the warmest.
            var environment = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            if (environment.IsUsable && !environment.Ended.IsCompleted) return environment;
            _all.Remove(environment);
            End(environment);
        }

        return null;
    }

    private void Return(ExecutionEnvironment environment)
    {
        Waiter? next = null;
        var isKept = false;
        lock (_lock)
        {
            _returnedAt = _surroundings.Time.GetTimestamp();
            _meanMilliseconds += (environment.LastDuration.TotalMilliseconds - _meanMilliseconds) * MeanShare;
            if (environment.IsUsable && !_isRetired)
            {
                isKept = true;
                if (_waiting.First is { } first)
                {
                    next = first.Value;
                    _waiting.RemoveFirst();
                }
                else
                {
                    environment.IdleSince = _surroundings.Time.GetTimestamp();
                    _idle.Add(environment);
                }
            }
            else
            {
                _all.Remove(environment);
                if (!_isRetired && _waiting.Count > 0 && _all.Count + _starting == 0) BeginStart();
            }
        }

        if (!isKept) End(environment);
        next?.Give(environment);
    }

    // A process that ends while it has nothing to do leaves the pool; the next call starts another.
    private void Forget(ExecutionEnvironment environment)
    {
        lock (_lock)
        {
            if (!_idle.Remove(environment)) return;
            _all.Remove(environment);
        }

        End(environment);
    }

    // Ends it now; that everything of it has gone is waited for by whoever disposes of the pool.
    private void End(ExecutionEnvironment environment)
    {
        var ending = environment.DisposeAsync();
        if (ending.IsCompletedSuccessfully) return;
        var task = ending.AsTask();
        lock (_lock) _endings = _endings.IsCompleted ? task : Task.WhenAll(_endings, task);
    }

    private void Grow()
    {
        lock (_lock)
        {
            if (_isRetired || _waiting.First is not { } oldest) return;
            var waited = _surroundings.Time.GetElapsedTime(oldest.Value.Since);
            var delay = _surroundings.Settings.GrowthDelay;

            // Where calls are short and many, another process takes from those that run; it is worth its start only once calls wait for about as long.
            var areShort = _meanMilliseconds < ShortCall.TotalMilliseconds && _meanMilliseconds > 0;
            if (areShort) delay *= MovingQueueFactor;
            if (_surroundings.Time.GetElapsedTime(_returnedAt) < delay) delay *= !areShort || _all.Count + _starting >= EnoughForShortCalls ? MovingQueueFactor : 1;
            if (waited >= delay && _starting < _surroundings.Settings.MaxStarting && _starting < _waiting.Count
                && _all.Count + _starting < _surroundings.Settings.MaxEnvironments)
            {
                BeginStart();
            }

            _growth.Change(_surroundings.Settings.GrowthDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private void BeginStart()
    {
        _starting++;
        var start = Task.Run(StartAsync);
        _starts = _starts.IsCompleted ? start : Task.WhenAll(_starts, start);
    }

    private async Task StartAsync()
    {
        ExecutionEnvironment? environment = null;
        InitFailure? failure;
        try
        {
            Span<byte> id = stackalloc byte[16];
            SystemEntropy.Fill(id);
            (environment, failure) = await StartAsync(Convert.ToHexStringLower(id)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LambdaLog.Unexpected(_surroundings.Logger, exception, _function.Name);
            failure = new("Runtime.Unknown", exception.Message);
        }

        Waiter? next = null;
        var isWanted = true;
        lock (_lock)
        {
            _starting--;
            if (environment is not null && !_isRetired)
            {
                _all.Add(environment);
            }
            else if (environment is not null)
            {
                isWanted = false;
            }
            else if (_waiting.First is { } first)
            {
                // A failed start fails one call; the others get a start of their own, so that every call learns its own failure.
                next = first.Value;
                _waiting.RemoveFirst();
                if (_waiting.Count > 0 && _all.Count + _starting == 0 && !_isRetired) BeginStart();
            }
        }

        if (environment is null)
        {
            next?.Fail(failure!);
            return;
        }

        if (!isWanted)
        {
            await environment.DisposeAsync().ConfigureAwait(false);
            return;
        }

        _ = environment.Ended.ContinueWith((_, state) => Forget((ExecutionEnvironment)state!), environment, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Return(environment);
    }

    private Task<(ExecutionEnvironment? Environment, InitFailure? Failure)> StartAsync(string streamId) =>
        EnvironmentStart.RunAsync(_function, Configuration, _surroundings, streamId, _stopping.Token);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_function.Name}:{Configuration.Version} ({Count})");

    /// <summary>A call that waits. What it is given goes on at once, on the thread that gives: a free process gets its next call before the last one's answer is looked at.</summary>
    private sealed class Waiter(ExecutionPool pool, long since) : IValueTaskSource<Waiter.Gift>, IThreadPoolWorkItem
    {
        // Calls that end at once give to one another within one another: deeper than this they go by the thread pool.
        private const int MaxDepth = 8;

        [ThreadStatic]
        private static int s_depth;

        private ManualResetValueTaskSourceCore<Gift> _given;
        private Gift _gift;

        internal readonly record struct Gift(ExecutionEnvironment? Environment, InitFailure? Failure, bool IsRefused);

        internal long Since => since;

        internal LinkedListNode<Waiter>? Node { get; set; }

        internal ValueTask<Gift> Given => new(this, _given.Version);

        internal void Give(ExecutionEnvironment environment)
        {
            _gift = new(environment, null, false);
            if (s_depth >= MaxDepth)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            s_depth++;
            try
            {
                _given.SetResult(_gift);
            }
            finally
            {
                s_depth--;
            }
        }

        internal void Fail(InitFailure failure) => GiveLater(new(null, failure, false));

        internal void Refuse() => GiveLater(new(null, null, true));

        /// <summary>The caller's time is over: it gets nothing, unless it is being given one at this moment.</summary>
        internal void GiveUp()
        {
            lock (pool._lock)
            {
                if (Node!.List is null) return;
                pool._waiting.Remove(Node);
            }

            GiveLater(default);
        }

        void IThreadPoolWorkItem.Execute() => _given.SetResult(_gift);

        // The giver holds locks, or is a timer.
        private void GiveLater(Gift gift)
        {
            _gift = gift;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        Gift IValueTaskSource<Gift>.GetResult(short token) => _given.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<Gift>.GetStatus(short token) => _given.GetStatus(token);

        void IValueTaskSource<Gift>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _given.OnCompleted(continuation, state, token, flags);
    }
}
