using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Portico.Lambda.Calls;
using Portico.Lambda.Channels;
using Portico.Lambda.Logs;
using Portico.Lambda.Processes;
using Portico.Model.Lambda;

namespace Portico.Lambda.Execution;

/// <summary>One process of a version, warm: runs one call after the other. Its pool sees to it that there is only one at a time.</summary>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TailWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MemoryWatch = TimeSpan.FromMilliseconds(250);

    private readonly FunctionConfiguration _configuration;
    private readonly string _function;
    private readonly IRuntimeChannel _channel;
    private readonly FunctionProcess _process;
    private readonly EnvironmentLog _log;
    private readonly EnvironmentSurroundings _surroundings;
    private readonly string _temporary;
    private readonly ITimer _watch;
    private readonly ITimer _deadline;
    private double? _initMilliseconds;
    private FunctionCall? _running;
    private int _peakMegabytes;
    private long _peakReadAt = long.MinValue;
    private volatile bool _isLate;
    private volatile bool _isOverMemory;
    private int _isDisposed;

    internal ExecutionEnvironment(
        LambdaFunction function, FunctionConfiguration configuration, IRuntimeChannel channel, FunctionProcess process, EnvironmentLog log, string temporary,
        TimeSpan initDuration, EnvironmentSurroundings surroundings)
    {
        _function = function.Name;
        _configuration = configuration;
        _channel = channel;
        _process = process;
        _log = log;
        _temporary = temporary;
        _surroundings = surroundings;
        _initMilliseconds = initDuration.TotalMilliseconds;
        _deadline = surroundings.Time.CreateTimer(static state => ((ExecutionEnvironment)state!).EndLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = surroundings.Time.CreateTimer(static state => ((ExecutionEnvironment)state!).WatchMemory(), this, MemoryWatch, MemoryWatch);
    }

    /// <summary>False once its process has ended or is to end.</summary>
    internal bool IsUsable { get; private set; } = true;

    /// <summary>When it became idle, by the clock's timestamp. Kept by the pool.</summary>
    internal long IdleSince { get; set; }

    /// <summary>How long its last call took.</summary>
    internal TimeSpan LastDuration { get; private set; }

    /// <summary>Completes when the process has ended, whoever ended it.</summary>
    internal Task<int> Ended => _process.Ended;

    /// <summary>Runs a call. Never throws.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<InvocationOutcome> InvokeAsync(FunctionCall call)
    {
        var time = _surroundings.Time;
        var began = time.GetTimestamp();
        var frame = call.Seal(time.GetUtcNow() + _configuration.TimeLimit);
        if (call.TakesLogTail) _log.BeginTail();
        _log.Own($"START RequestId: {call.RequestId} Version: {_configuration.Version}");
        Volatile.Write(ref _running, call);
        _deadline.Change(_configuration.TimeLimit, Timeout.InfiniteTimeSpan);
        var reply = await _channel.ExchangeAsync(call, frame).ConfigureAwait(false);
        Volatile.Write(ref _running, null);
        _deadline.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _log.Expect((reply.Marks & 1) + (reply.Marks >> 1 & 1));
        if (reply.Kind == RuntimeReplyKind.TooLarge) LambdaLog.AnswerTooLarge(_surroundings.Logger, _function, Limits.MaxResponseBytes, call.RequestId);
        if (reply.Kind is RuntimeReplyKind.Gone or RuntimeReplyKind.LastError) IsUsable = false;
        var outcome = reply.Kind switch
        {
            RuntimeReplyKind.Answer => InvocationOutcome.Success(reply.Payload!, reply.ContentType),
            RuntimeReplyKind.Error or RuntimeReplyKind.LastError => InvocationOutcome.Failure(reply.Payload!),
            RuntimeReplyKind.TooLarge => InvocationOutcome.TooLarge(),
            _ => await OfGoneAsync(call).ConfigureAwait(false),
        };
        outcome.ExecutedVersion = _configuration.Version;
        call.Stream?.Complete(outcome.Status == InvocationStatus.Succeeded ? null : new IOException("The function failed in the middle of its answer."));
        LastDuration = time.GetElapsedTime(began);
        Report(call, LastDuration, outcome);
        if (call.TakesLogTail) outcome.LogTail = await _log.EndTailAsync(TailWait, time).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Ends the process with everything that it has started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        IsUsable = false;
        _process.Kill();
        await _watch.DisposeAsync().ConfigureAwait(false);
        await _deadline.DisposeAsync().ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
        await _process.Ended.ConfigureAwait(false);
        await _process.DrainAsync(ExitWait, _surroundings.Time).ConfigureAwait(false);
        _log.Close();
        _process.Dispose();
        DeleteTemporary(_temporary);
    }

    internal static void DeleteTemporary(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Goes with the run folder.
        }
    }

    private async ValueTask<InvocationOutcome> OfGoneAsync(FunctionCall call)
    {
        if (_isLate)
        {
            LambdaLog.TookTooLong(_surroundings.Logger, _function, _configuration.Timeout, call.RequestId);
            return InvocationOutcome.Failure(
                "Sandbox.Timedout", string.Create(CultureInfo.InvariantCulture, $"RequestId: {call.RequestId} Error: Task timed out after {_configuration.Timeout}.00 seconds"));
        }

        // One that closed its socket and goes on is of no use any more.
        if (await Task.WhenAny(_process.Ended, Task.Delay(ExitWait, _surroundings.Time)).ConfigureAwait(false) != _process.Ended) _process.Kill();
        var exitCode = await _process.Ended.ConfigureAwait(false);
        var how = _isOverMemory ? "signal: killed" : FunctionProcess.Describe(exitCode);
        if (!_isOverMemory) LambdaLog.Ended(_surroundings.Logger, _function, how ?? "exit status 0", call.RequestId);
        return InvocationOutcome.Failure(
            "Runtime.ExitError", $"RequestId: {call.RequestId} Error: Runtime exited {(how is null ? "without providing a reason" : $"with error: {how}")}");
    }

    private void EndLate()
    {
        // A timer that fires as its call ends must not end the next one.
        if (Volatile.Read(ref _running) is not { } call || _surroundings.Time.GetUtcNow() < call.Deadline - TimerSlack) return;
        _isLate = true;
        IsUsable = false;
        _process.Kill();
        _channel.Abort();
    }

    private void WatchMemory()
    {
        if (Volatile.Read(ref _running) is not { } call || !IsUsable) return;
        var used = ProcessTree.UsedMegabytes(_process.Id);
        if (used <= _configuration.MemorySize) return;
        _isOverMemory = true;
        IsUsable = false;
        LambdaLog.OutOfMemory(_surroundings.Logger, _function, used, _configuration.MemorySize, call.RequestId);
        _process.Kill();
        _channel.Abort();
    }

    private void Report(FunctionCall call, TimeSpan duration, InvocationOutcome outcome)
    {
        // Reading what the kernel knows costs more than a short call; once a second tells enough.
        var now = _surroundings.Time.GetTimestamp();
        if (_peakReadAt == long.MinValue || _surroundings.Time.GetElapsedTime(_peakReadAt, now) > TimeSpan.FromSeconds(1))
        {
            _peakReadAt = now;
            _peakMegabytes = Math.Max(_peakMegabytes, ProcessTree.PeakMegabytes(_process.Id));
        }

        var status = _isLate ? "\tStatus: timeout" : IsUsable ? "" : "\tStatus: error\tError Type: Runtime.ExitError";
        var init = _initMilliseconds is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $"\tInit Duration: {milliseconds:F2} ms") : "";
        _initMilliseconds = null;
        _log.Own($"END RequestId: {call.RequestId}");
        _log.Own(string.Create(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {call.RequestId}\tDuration: {duration.TotalMilliseconds:F2} ms\tBilled Duration: {Math.Ceiling(duration.TotalMilliseconds):F0} ms\tMemory Size: {_configuration.MemorySize} MB\tMax Memory Used: {_peakMegabytes} MB{init}{status}"));
    }
}
