using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Portico.Lambda.Calls;

/// <summary>A call's outcome or the end of its caller's time, whichever comes first. One object for each call; its continuation runs on the thread that brings the outcome.</summary>
internal sealed class LimitedCall : IValueTaskSource<InvocationOutcome>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<InvocationOutcome> _core;
    private ValueTask<InvocationOutcome> _running;
    private CancellationTokenRegistration _registration;
    private int _isDecided;

    /// <summary>The outcome, or <see cref="InvocationStatus.Abandoned"/> once the token is cancelled; what comes of the call then is disposed of.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<InvocationOutcome> OfAsync(ValueTask<InvocationOutcome> running, CancellationToken deadline)
    {
        var call = new LimitedCall { _running = running };
        var awaiter = running.ConfigureAwait(false).GetAwaiter();
        call._registration = deadline.UnsafeRegister(static state => ((LimitedCall)state!).Abandon(), call);
        awaiter.UnsafeOnCompleted(call.Complete);
        try
        {
            return await new ValueTask<InvocationOutcome>(call, call._core.Version).ConfigureAwait(false);
        }
        finally
        {
            await call._registration.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Complete()
    {
        try
        {
            var outcome = _running.GetAwaiter().GetResult();
            if (Interlocked.Exchange(ref _isDecided, 1) == 0) _core.SetResult(outcome);
            else outcome.Dispose();
        }
        catch (Exception exception)
        {
            // Told to the caller, unless he has gone: calls of functions do not throw while their gateway lives.
            if (Interlocked.Exchange(ref _isDecided, 1) == 0) _core.SetException(exception);
        }
    }

    // Not on the timer's thread.
    private void Abandon()
    {
        if (Interlocked.Exchange(ref _isDecided, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _core.SetResult(InvocationOutcome.Abandoned());

    InvocationOutcome IValueTaskSource<InvocationOutcome>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<InvocationOutcome>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<InvocationOutcome>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
