using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Portico.Lambda.Calls;
using Portico.Model.Lambda;

namespace Portico.Lambda.Events;

/// <summary>Asynchronous calls: taken at once, run when there is room, run again when they fail. Kept in memory only, and bounded there.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"/>
public sealed class EventQueue(FunctionInvoker invoker, TimeProvider time, ILogger<EventQueue> logger) : IAsyncDisposable
{
    /// <summary>Events that may wait, and bytes of them.</summary>
    public const int MaxEvents = 10_000;
    public const long MaxBytes = 256L * 1024 * 1024;

    // AWS waits a minute before the second attempt and two before the third; a throttled call goes again after a second, then after twice as long, up to five minutes.
    private static readonly TimeSpan[] RetryDelays = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];
    private static readonly TimeSpan FirstThrottleDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxThrottleDelay = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private int _events;
    private long _bytes;

    /// <summary>Events that wait or run.</summary>
    public int Count => Volatile.Read(ref _events);

    /// <summary>Takes an event.</summary>
    /// <returns>False when too many wait already.</returns>
    public bool TryEnqueue(LambdaFunction function, string? qualifier, ReadOnlySpan<byte> @event, string requestId, string? traceId, string? clientContext = null)
    {
        if (_stopping.IsCancellationRequested) return false;
        if (Interlocked.Increment(ref _events) > MaxEvents || Interlocked.Add(ref _bytes, @event.Length) > MaxBytes)
        {
            Interlocked.Decrement(ref _events);
            Interlocked.Add(ref _bytes, -@event.Length);
            return false;
        }

        var held = new HeldEvent(function, qualifier, @event.ToArray(), requestId, traceId, clientContext);
        var running = Task.Run(() => RunAsync(held));
        _running[running] = true;
        _ = running.ContinueWith(static (task, state) => ((ConcurrentDictionary<Task, bool>)state!).TryRemove(task, out _), _running, TaskScheduler.Default);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(HeldEvent held)
    {
        try
        {
            await AttemptAsync(held).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LambdaLog.EventDropped(logger, held.Function.Name, "Portico stops", held.RequestId);
        }
        catch (Exception exception)
        {
            LambdaLog.Unexpected(logger, exception, held.Function.Name);
        }
        finally
        {
            Interlocked.Decrement(ref _events);
            Interlocked.Add(ref _bytes, -held.Event.Length);
        }
    }

    private async Task AttemptAsync(HeldEvent held)
    {
        var config = held.Function.EventInvokeConfigs.GetValueOrDefault(held.Qualifier ?? LambdaFunction.LatestVersion);
        var retries = config?.MaximumRetryAttempts ?? EventInvokeConfig.DefaultRetryAttempts;
        var maxAge = TimeSpan.FromSeconds(config?.MaximumEventAgeInSeconds ?? EventInvokeConfig.DefaultEventAgeInSeconds);
        var began = time.GetTimestamp();
        var failures = 0;
        var throttleDelay = FirstThrottleDelay;
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            var version = held.Function.Resolve(held.Qualifier, FunctionInvoker.Chance);
            if (version is null) return;
            var call = new FunctionCall(held.Function, held.Qualifier, held.RequestId, held.TraceId, held.ClientContext).With(held.Event);
            using var outcome = await invoker.InvokeAsync(call, version, _stopping.Token).ConfigureAwait(false);
            TimeSpan delay;
            switch (outcome.Status)
            {
                case InvocationStatus.Succeeded:
                    return;
                case InvocationStatus.FunctionError when failures >= retries:
                    LambdaLog.EventDropped(logger, held.Function.Name, $"it failed {failures + 1} times", held.RequestId);
                    return;
                case InvocationStatus.FunctionError:
                    delay = RetryDelays[Math.Min(failures++, RetryDelays.Length - 1)];
                    break;
                default:
                    delay = throttleDelay;
                    throttleDelay = throttleDelay * 2 < MaxThrottleDelay ? throttleDelay * 2 : MaxThrottleDelay;
                    break;
            }

            if (time.GetElapsedTime(began) + delay > maxAge)
            {
                LambdaLog.EventDropped(logger, held.Function.Name, "it became too old", held.RequestId);
                return;
            }

            await Task.Delay(delay, time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private sealed record HeldEvent(LambdaFunction Function, string? Qualifier, byte[] Event, string RequestId, string? TraceId, string? ClientContext);
}
