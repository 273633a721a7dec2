using System.Diagnostics;
using System.Globalization;
using Portico.Lambda.Logs;

namespace Portico.Lambda.Processes;

/// <summary>A running process of a function.</summary>
internal sealed class FunctionProcess : IDisposable
{
    // The framework's way of saying that a signal ended a process.
    private const int SignalBase = 128;

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _output = Task.CompletedTask;

    internal FunctionProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _ = WatchAsync();
    }

    internal int Id { get; }

    /// <summary>The exit code, once it has ended.</summary>
    internal Task<int> Ended => _ended.Task;

    internal void ReadOutputInto(EnvironmentLog log) => _output = Task.WhenAll(
        new OutputReader(_process.StandardOutput.BaseStream, log).ReadAsync(),
        new OutputReader(_process.StandardError.BaseStream, log).ReadAsync());

    /// <summary>Ends it with everything that it has started.</summary>
    internal void Kill()
    {
        var descendants = ProcessTree.Descendants(Id);
        Signals.KillGroup(Id);
        if (!_ended.Task.IsCompleted)
        {
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }

        foreach (var each in descendants) Signals.KillOne(each);
    }

    /// <summary>How AWS tells of an end: <c>exit status 1</c>, <c>signal: killed</c>; null when the process ended as if all were well.</summary>
    internal static string? Describe(int exitCode) => exitCode switch
    {
        0 => null,
        SignalBase + 6 => "signal: aborted",
        SignalBase + 9 => "signal: killed",
        SignalBase + 11 => "signal: segmentation fault",
        SignalBase + 15 => "signal: terminated",
        _ => string.Create(CultureInfo.InvariantCulture, $"exit status {exitCode}"),
    };

    /// <summary>Waits a little until what it wrote has been read.</summary>
    internal async Task DrainAsync(TimeSpan limit, TimeProvider time) => await Task.WhenAny(_output, Task.Delay(limit, time)).ConfigureAwait(false);

    public void Dispose() => _process.Dispose();

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);

        // Children that outlived it hold its outputs open, and would go on for nobody.
        Signals.KillGroup(Id);
        _ended.TrySetResult(_process.ExitCode);
    }
}
