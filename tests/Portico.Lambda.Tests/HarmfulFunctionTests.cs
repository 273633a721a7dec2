using System.Globalization;
using Portico.Lambda.Tests.Running;

namespace Portico.Lambda.Tests;

/// <summary>Whatever a function does, its caller gets AWS's answer, the next call gets a fresh process, and nothing stays behind.</summary>
public sealed class HarmfulFunctionTests
{
    private const string Id = "11111111-2222-4333-8444-555555555555";

    [Theory]
    [InlineData("export const handler = async (event) => { if (event.wait) await new Promise((r) => setTimeout(r, 60000)); return 'well'; };")]
    [InlineData("export const handler = async (event) => { while (event.wait); return 'well'; };")]
    public async Task A_function_that_never_answers_is_ended_at_its_timeout(string code)
    {
        await using var bench = new FunctionBench();
        var function = bench.Node(code, timeout: 1);

        Assert.Equal($$"""FunctionError {"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {{Id}} Error: Task timed out after 1.00 seconds"}""", await bench.CallAsync(function, """{"wait":true}"""));
        Assert.Equal("Succeeded \"well\"", await bench.CallAsync(function));
        Assert.Contains(bench.Lines, line => line.StartsWith($"REPORT RequestId: {Id}", StringComparison.Ordinal) && line.EndsWith("\tStatus: timeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_is_not_ready_in_time_is_ended()
    {
        await using var bench = new FunctionBench(new FunctionSettings { InitLimit = TimeSpan.FromSeconds(1) });
        var function = bench.Node("await new Promise((r) => setTimeout(r, 60000)); export const handler = async () => 1;", timeout: 1);

        Assert.Equal($$"""FunctionError {"errorType":"Sandbox.Timedout","errorMessage":"RequestId: {{Id}} Error: Task timed out after 1.00 seconds"}""", await bench.CallAsync(function));
        Assert.Equal(0, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task A_function_that_takes_more_memory_than_it_has_is_ended()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("import time\ndef handler(event, context):\n  if event: x = bytearray(300_000_000); time.sleep(30)\n  return 'well'", timeout: 30, memory: 128);

        Assert.Equal($$"""FunctionError {"errorType":"Runtime.ExitError","errorMessage":"RequestId: {{Id}} Error: Runtime exited with error: signal: killed"}""", await bench.CallAsync(function, """{"eat":1}"""));
        Assert.Equal("Succeeded \"well\"", await bench.CallAsync(function));
    }

    [Fact]
    public async Task What_a_function_prints_is_bounded_and_its_answer_is_not_disturbed()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("import os\ndef handler(event, context):\n  os.write(1, bytes(range(256)) * 4096)\n  os.write(1, b'x' * 1_000_000)\n  return 'well'");

        Assert.Equal("Succeeded \"well\"", await bench.CallAsync(function));
        Assert.All(bench.Lines, line => Assert.True(line.Length <= 256 * 1024));
    }

    [Fact]
    public async Task Garbage_where_answers_go_ends_the_process()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("""
            import os, socket
            def handler(event, context):
                if event:
                    for fd in range(3, 20):
                        try: os.write(fd, b"GET / HTTP/1.1\r\n\r\n" * 8)
                        except OSError: pass
                return "well"
            """);

        Wildcard.Matches("FunctionError {\"errorType\":\"Runtime.ExitError\",*", await bench.CallAsync(function, """{"bad":1}"""));
        Assert.Equal("Succeeded \"well\"", await bench.CallAsync(function));
    }

    [Fact]
    public async Task Children_of_a_function_end_with_it()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("""
            import subprocess
            def handler(event, context):
                return [subprocess.Popen(["sleep", "1000"]).pid, subprocess.Popen(["setsid", "sleep", "1000"]).pid]
            """);

        var pids = (await bench.CallAsync(function))["Succeeded [".Length..^1].Split(", ").Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.All(pids, pid => Assert.True(IsAlive(pid)));
        await bench.Invoker.DisposeAsync();

        Assert.All(pids, pid => Assert.False(IsAlive(pid), $"process {pid} lives on"));
    }

    [Fact]
    public async Task A_child_that_outlives_a_crash_ends_too()
    {
        await using var bench = new FunctionBench();
        var function = bench.Python("""
            import os, subprocess
            def handler(event, context):
                with open(os.environ["TMPDIR"] + "/../child", "w") as file: file.write(str(subprocess.Popen(["sleep", "1000"]).pid))
                os._exit(9)
            """);

        Wildcard.Matches("*exit status 9*", await bench.CallAsync(function));
        var run = Directory.GetFiles(Path.GetTempPath(), "child", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true })
            .Single(file => Path.GetFileName(Path.GetDirectoryName(file))!.StartsWith(string.Create(CultureInfo.InvariantCulture, $"portico-run-{Environment.ProcessId}-"), StringComparison.Ordinal));

        Assert.False(IsAlive(int.Parse(await File.ReadAllTextAsync(run), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_function_sees_nothing_of_the_environment_of_its_host()
    {
        Environment.SetEnvironmentVariable("PORTICO_TEST_SECRET", "hidden");
        await using var bench = new FunctionBench();
        var function = bench.Python("""
            import os
            def handler(event, context):
                try: environment = open("/proc/%d/environ" % os.getppid()).read()
                except OSError as error: environment = type(error).__name__
                return ["PORTICO_TEST_SECRET" in os.environ, "PORTICO_RUNTIME_SOCKET" in os.environ, environment]
            """);

        Assert.Equal("""Succeeded [false, false, "PermissionError"]""", await bench.CallAsync(function));
    }

    [Fact]
    public async Task A_runtime_that_this_machine_lacks_is_an_invalid_entry_point()
    {
        await using var bench = new FunctionBench();
        var function = bench.Define("ruby3.3", "app.handler", 3, 128, ("app.rb", ""));

        Assert.Equal(
            $$"""FunctionError {"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: {{Id}} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}""",
            await bench.CallAsync(function));
    }

    // A process that has ended and waits to be reaped by the machine's first process is not alive.
    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
