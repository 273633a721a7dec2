using System.Diagnostics;
using System.Globalization;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>A process with everything it writes; it and its children end with the test.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // What the tests' own surroundings set must reach no program under test.
    private static readonly string[] Foreign = ["AWS_", "PORTICO__", "OTEL_", "ASPNETCORE_", "DOTNET_SYSTEM_NET", "BOTO"];

    private readonly Process _process;
    private readonly Task _reading;

    private ChildProcess(Process process, string name)
    {
        _process = process;
        Output = new Lines($"standard output of {name}");
        Errors = new Lines($"standard error of {name}");
        _reading = Task.WhenAll(Output.ReadAsync(process.StandardOutput), Errors.ReadAsync(process.StandardError));
    }

    internal Lines Output { get; }

    internal Lines Errors { get; }

    internal int Id => _process.Id;

    internal bool HasExited => _process.HasExited;

    internal static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var name in start.Environment.Keys.Where(name => Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new ChildProcess(process, $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}");
    }

    /// <summary>Starts a program and waits for its end.</summary>
    internal static async Task<Outcome> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, TimeSpan? wait = null)
    {
        await using var child = Start(program, arguments, environment, folder);
        var exitCode = await child.ExitAsync(wait);
        return new Outcome(exitCode, child.Output.Text, child.Errors.Text);
    }

    /// <summary>Waits for its end; what it wrote has been read by then.</summary>
    internal async Task<int> ExitAsync(TimeSpan? wait = null)
    {
        using var limit = new CancellationTokenSource(wait ?? Limits.Wait);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            await _reading.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"process {Id} did not end within {wait ?? Limits.Wait}:\n{Output.Text}\n{Errors.Text}"));
        }

        return _process.ExitCode;
    }

    internal void Signal(int signal) => Signals.Send(Id, signal);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}

/// <summary>What a program left when it ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);
