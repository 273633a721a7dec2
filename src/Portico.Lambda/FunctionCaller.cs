using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Portico.Lambda.Calls;
using Portico.Lambda.Events;
using Portico.Lambda.Remote;
using Portico.Model.Lambda;

namespace Portico.Lambda;

/// <summary>Everything that can be called: the functions of this gateway, and those of another service that speaks Lambda's Invoke API.</summary>
/// <param name="find">The function of a name that has the qualifier, or null. Asked for each call: must not wait.</param>
/// <param name="invoker">Runs what is here.</param>
/// <param name="events">Takes asynchronous calls.</param>
/// <param name="remote">Runs what is elsewhere, or null.</param>
public sealed class FunctionCaller(Func<FunctionReference, LambdaFunction?> find, FunctionInvoker invoker, EventQueue events, IRemoteFunctions? remote = null)
{
    // Sources of cancellation that have not fired are used again: one for each call would be most of what a call allocates.
    private static readonly ConcurrentBag<CancellationTokenSource> Deadlines = [];

    /// <summary>Whether a function that is not one of this gateway's may be elsewhere.</summary>
    public bool ReachesElsewhere => remote is not null;

    /// <summary>The function with its qualifier, or null when it is not one of this gateway's.</summary>
    public LambdaFunction? Find(FunctionReference reference) => find(reference);

    /// <summary>Runs a call within the caller's time; disposes of the call.</summary>
    /// <param name="call">With its event in it.</param>
    /// <param name="limit">Whatever runs longer is run to its end for nobody.</param>
    /// <returns>The outcome, of which the caller disposes. Nothing is thrown.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<InvocationOutcome> InvokeAsync(FunctionCall call, TimeSpan limit)
    {
        var deadline = Deadlines.TryTake(out var used) ? used : new CancellationTokenSource();
        deadline.CancelAfter(limit);
        ValueTask<InvocationOutcome> running;
        if (call.IsElsewhere)
        {
            running = remote!.InvokeAsync(call, RemoteInvocationType.RequestResponse, deadline.Token);
        }
        else if (call.Function.Resolve(call.Qualifier, FunctionInvoker.Chance) is { } version)
        {
            running = invoker.InvokeAsync(call, version, deadline.Token);
        }
        else
        {
            // Its alias leads to a version that was deleted since.
            call.Dispose();
            running = new(InvocationOutcome.Refused(404));
        }

        var outcome = running.IsCompletedSuccessfully ? running.Result : await LimitedCall.OfAsync(running, deadline.Token).ConfigureAwait(false);
        if (deadline.TryReset()) Deadlines.Add(deadline);
        else deadline.Dispose();
        return outcome;
    }

    /// <summary>Hands over an asynchronous call; disposes of the call.</summary>
    /// <returns><see cref="InvocationStatus.Succeeded"/> without payload once it is taken.</returns>
    public async ValueTask<InvocationOutcome> EnqueueAsync(FunctionCall call, TimeSpan limit)
    {
        if (call.IsElsewhere)
        {
            using var deadline = new CancellationTokenSource(limit);
            return await remote!.InvokeAsync(call, RemoteInvocationType.Event, deadline.Token).ConfigureAwait(false);
        }

        using var owned = call;
        if (call.EventBytes.Length > Limits.MaxEventBytes) return InvocationOutcome.Refused(413);
        var isTaken = call.Function.ReservedConcurrentExecutions != 0
            && events.TryEnqueue(call.Function, call.Qualifier, call.EventBytes.Span, call.RequestId, call.TraceId, call.ClientContext);
        return isTaken ? InvocationOutcome.Of(InvocationStatus.Succeeded, []) : InvocationOutcome.Throttled();
    }
}
