using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Portico.Lambda.Processes;

/// <summary>
/// Starts processes, all from one thread: a process that is to end with its parent ends with the thread that started it, and
/// threads of the pool come and go. Each leads a session of its own, so that it can be ended with all that it started.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private const string LastRight = "/proc/sys/kernel/cap_last_cap";

    private readonly BlockingCollection<Action> _work = [];
    private readonly Lazy<ImmutableArray<string>> _wrapper = new(Wrapper);
    private readonly Lazy<Thread> _thread;

    internal ProcessLauncher() => _thread = new(() =>
    {
        Signals.CloseToOthers();
        var thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "portico function launcher" };
        thread.Start();
        return thread;
    });

    /// <summary>Whether functions end with this process even when it is killed.</summary>
    internal bool EndsWithParent => _wrapper.Value.Contains("--pdeathsig");

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    internal Task<FunctionProcess> StartAsync(ProcessPlan plan)
    {
        _ = _thread.Value;
        var started = new TaskCompletionSource<FunctionProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(new FunctionProcess(Start(plan)));
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        if (_thread.IsValueCreated) _thread.Value.Join();
        _work.Dispose();
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }

    private Process Start(ProcessPlan plan)
    {
        string[] command = [.. _wrapper.Value, plan.Program, .. plan.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = plan.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    // A session of its own; the kernel's promise to end it with this process; no right to look into other processes where the user has that right.
    private static ImmutableArray<string> Wrapper()
    {
        var setsid = Find("setsid");
        var setpriv = OperatingSystem.IsLinux() ? Find("setpriv") : null;
        var parts = ImmutableArray.CreateBuilder<string>();
        if (setsid is not null) parts.Add(setsid);
        if (setpriv is not null)
        {
            parts.AddRange(setpriv, "--pdeathsig", "KILL");
            if (Environment.IsPrivilegedProcess) parts.AddRange("--bounding-set", RightsToLook(), "--inh-caps", RightsToLook());
            parts.Add("--");
        }

        return parts.ToImmutable();
    }

    // What would let root read the environment and memory of another process; the last two are known since Linux 5.8.
    private static string RightsToLook()
    {
        const string Always = "-sys_ptrace,-sys_admin,-sys_rawio,-sys_module";
        return File.Exists(LastRight) && int.TryParse(File.ReadAllText(LastRight), CultureInfo.InvariantCulture, out var last) && last >= 39 ? $"{Always},-cap_38,-cap_39" : Always;
    }

    private static string? Find(string program) => ((string[])["/usr/bin", "/bin", "/usr/local/bin"]).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
