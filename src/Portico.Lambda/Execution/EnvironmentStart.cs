using System.ComponentModel;
using System.Globalization;
using System.Text;
using Portico.Lambda.Channels;
using Portico.Lambda.Logs;
using Portico.Lambda.Processes;
using Portico.Lambda.Runtimes;
using Portico.Model.Lambda;

namespace Portico.Lambda.Execution;

/// <summary>Brings an environment up: code, socket, process, first request for work. Nothing of it stays when that fails.</summary>
internal static class EnvironmentStart
{
    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    /// <summary>Starts one. Never throws but for cancellation.</summary>
    internal static async Task<(ExecutionEnvironment? Environment, InitFailure? Failure)> RunAsync(
        LambdaFunction function, FunctionConfiguration configuration, EnvironmentSurroundings surroundings, string streamId, CancellationToken cancellationToken)
    {
        string folder;
        try
        {
            folder = surroundings.Code.Unpacked(configuration.Code);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            LambdaLog.CannotRun(surroundings.Logger, function.Name, $"its code cannot be unpacked: {exception.Message}");
            return (null, new("Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"));
        }

        var command = RuntimeCommand.For(configuration, folder, surroundings.Interpreters, surroundings.RunFolder);
        if (command.Program is null)
        {
            LambdaLog.CannotRun(surroundings.Logger, function.Name, command.Problem!);
            return (null, new("Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"));
        }

        var time = surroundings.Time;
        var temporary = surroundings.RunFolder.NewName("t");
        Directory.CreateDirectory(temporary);
        IRuntimeChannel channel = command.UsesFrames ? new SocketChannel(surroundings.RunFolder.NewName("s")) : await HttpChannel.ListenAsync(cancellationToken).ConfigureAwait(false);
        var began = time.GetTimestamp();
        var logStream = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy'/'MM'/'dd}/[{configuration.Version}]{streamId}");
        var variables = FunctionVariables.Make(function, configuration, folder, temporary, command.Program, logStream);
        foreach (var (name, value) in channel.Environment) variables[name] = value;

        FunctionProcess process;
        try
        {
            process = await surroundings.Launcher.StartAsync(new(command.Program, command.Arguments, folder, variables)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            LambdaLog.CannotRun(surroundings.Logger, function.Name, $"{command.Program} cannot be started: {exception.Message}");
            await channel.DisposeAsync().ConfigureAwait(false);
            ExecutionEnvironment.DeleteTemporary(temporary);
            return (null, new("Runtime.InvalidEntrypoint", $"fork/exec {command.Program}: {exception.Message}"));
        }

        var log = new EnvironmentLog(function.Name, surroundings.Log);
        process.ReadOutputInto(log);
        _ = AbortAfterAsync(process, channel, time);

        // AWS lets a slow start go on within the call's own time.
        var limit = surroundings.Settings.InitLimit > configuration.TimeLimit ? surroundings.Settings.InitLimit : configuration.TimeLimit;
        var reply = await ReadyAsync(channel, limit, time, cancellationToken).ConfigureAwait(false);
        if (reply is null)
        {
            return (new ExecutionEnvironment(function, configuration, channel, process, log, temporary, time.GetElapsedTime(began), surroundings), null);
        }

        var failure = await FailureAsync(reply.Value, process, configuration, time).ConfigureAwait(false);
        LambdaLog.InitFailed(surroundings.Logger, function.Name, failure.Payload is null ? failure.Message : Encoding.UTF8.GetString(failure.Payload));
        process.Kill();
        await channel.DisposeAsync().ConfigureAwait(false);
        await process.Ended.ConfigureAwait(false);
        await process.DrainAsync(ExitWait, time).ConfigureAwait(false);
        log.Close();
        log.Own(string.Create(CultureInfo.InvariantCulture, $"INIT_REPORT Init Duration: {time.GetElapsedTime(began).TotalMilliseconds:F2} ms\tPhase: init\tStatus: error\tError Type: {failure.ErrorType}"));
        process.Dispose();
        ExecutionEnvironment.DeleteTemporary(temporary);
        return (null, failure);
    }

    // Its last words may still be on their way when the process has ended.
    private static async Task AbortAfterAsync(FunctionProcess process, IRuntimeChannel channel, TimeProvider time)
    {
        await process.Ended.ConfigureAwait(false);
        await Task.Delay(LastWords, time).ConfigureAwait(false);
        channel.Abort();
    }

    private static async Task<RuntimeReply?> ReadyAsync(IRuntimeChannel channel, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var ready = channel.WaitUntilReadyAsync().AsTask();
        try
        {
            return await ready.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            channel.Abort();
            return new RuntimeReply(RuntimeReplyKind.TooLarge);
        }
        catch (OperationCanceledException)
        {
            channel.Abort();
            return RuntimeReply.Gone;
        }
    }

    private static async Task<InitFailure> FailureAsync(RuntimeReply reply, FunctionProcess process, FunctionConfiguration configuration, TimeProvider time)
    {
        switch (reply.Kind)
        {
            case RuntimeReplyKind.LastError:
                using (var payload = reply.Payload!) return new("Runtime.Unknown", "", payload.Span.ToArray());
            case RuntimeReplyKind.TooLarge:
                return new("Sandbox.Timedout", string.Create(CultureInfo.InvariantCulture, $"Task timed out after {configuration.Timeout}.00 seconds"));
            default:
                if (await Task.WhenAny(process.Ended, Task.Delay(ExitWait, time)).ConfigureAwait(false) != process.Ended) process.Kill();
                var how = FunctionProcess.Describe(await process.Ended.ConfigureAwait(false));
                return new("Runtime.ExitError", how is null ? "Runtime exited without providing a reason" : $"Runtime exited with error: {how}");
        }
    }
}
