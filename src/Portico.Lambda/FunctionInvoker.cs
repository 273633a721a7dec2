using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Portico.Aws.Identifiers;
using Portico.Lambda.Calls;
using Portico.Lambda.Execution;
using Portico.Lambda.Logs;
using Portico.Lambda.Processes;
using Portico.Lambda.Runtimes;
using Portico.Model.Lambda;

namespace Portico.Lambda;

/// <summary>
/// Runs functions as processes of this machine. Nothing is started before the first call; everything ends with it. Safe for use on
/// any thread.
/// </summary>
public sealed class FunctionInvoker : IAsyncDisposable
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Function, string Version), ExecutionPool> _pools = new();
    private readonly ConcurrentDictionary<string, StrongBox<int>> _running = new(StringComparer.Ordinal);
    private readonly EnvironmentSurroundings _surroundings;
    private readonly ConcurrentDictionary<ExecutionPool, bool> _retired = new();
    private readonly Lock _replacing = new();
    private readonly ITimer _sweep;
    private bool _isDisposed;

    public FunctionInvoker(IFunctionCode code, IFunctionLog log, FunctionSettings settings, TimeProvider time, ILogger<FunctionInvoker> logger)
    {
        _surroundings = new()
        {
            Code = code,
            Log = log,
            Logger = logger,
            Time = time,
            Settings = settings,
            RunFolder = new RunFolder(),
            Interpreters = new Interpreters(),
            Launcher = new ProcessLauncher(),
        };
        _sweep = time.CreateTimer(static state => ((FunctionInvoker)state!).EndIdle(), this, Sweep, Sweep);
    }

    /// <summary>Processes that are up.</summary>
    public int EnvironmentCount => _pools.Values.Sum(pool => pool.Count);

    /// <summary>Runs a call on the version that its qualifier means; disposes of the call.</summary>
    /// <param name="call">With its event in it.</param>
    /// <param name="version">What <see cref="LambdaFunction.Resolve"/> gave.</param>
    /// <param name="waitCancellation">Ends the waiting for an environment only: what runs is run to its end.</param>
    /// <returns>The outcome, of which the caller disposes. Failures of the function are outcomes; nothing is thrown.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<InvocationOutcome> InvokeAsync(FunctionCall call, FunctionConfiguration version, CancellationToken waitCancellation)
    {
        using var owned = call;
        var function = call.Function;
        var running = _running.GetOrAdd(function.Name, static _ => new StrongBox<int>());
        var count = Interlocked.Increment(ref running.Value);
        try
        {
            if (count > function.ReservedConcurrentExecutions)
            {
                call.Stream?.Complete(new IOException("Too many calls run."));
                return InvocationOutcome.Throttled();
            }

            while (true)
            {
                // Null: it was replaced since.
                if (await PoolOf(function, version).InvokeAsync(call, waitCancellation).ConfigureAwait(false) is { } outcome) return outcome;
            }
        }
        finally
        {
            Interlocked.Decrement(ref running.Value);
        }
    }

    /// <summary>A number from 0 up to 1, for the weights of aliases.</summary>
    public static double Chance()
    {
        Span<byte> bytes = stackalloc byte[4];
        SystemEntropy.Fill(bytes);
        return BitConverter.ToUInt32(bytes) / (double)(1L << 32);
    }

    /// <summary>Ends what runs of a function that was deleted, once its calls have ended.</summary>
    public void Forget(string function)
    {
        foreach (var (key, _) in _pools)
        {
            if (key.Function == function && _pools.TryRemove(key, out var pool)) Retire(pool);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_replacing)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        await _sweep.DisposeAsync().ConfigureAwait(false);
        foreach (var pool in _pools.Values.Concat(_retired.Keys)) await pool.DisposeAsync().ConfigureAwait(false);
        _surroundings.Launcher.Dispose();
        _surroundings.RunFolder.Dispose();
    }

    private ExecutionPool PoolOf(LambdaFunction function, FunctionConfiguration version)
    {
        var key = (function.Name, version.Version);
        if (_pools.TryGetValue(key, out var pool) && IsOf(pool, version)) return pool;
        lock (_replacing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_pools.TryGetValue(key, out pool))
            {
                if (IsOf(pool, version)) return pool;
                Retire(pool);
            }

            return _pools[key] = new ExecutionPool(function, version, _surroundings);
        }
    }

    private static bool IsOf(ExecutionPool pool, FunctionConfiguration version) =>
        ReferenceEquals(pool.Configuration, version) || pool.Configuration.RevisionId == version.RevisionId;

    // Its calls run to their end; until then it is remembered, so that nothing outlives this object.
    private void Retire(ExecutionPool pool)
    {
        pool.Retire();
        _retired[pool] = true;
    }

    private void EndIdle()
    {
        foreach (var pool in _pools.Values) pool.EndIdle();
        foreach (var pool in _retired.Keys.Where(pool => pool.Count == 0)) _retired.TryRemove(pool, out _);
    }
}
