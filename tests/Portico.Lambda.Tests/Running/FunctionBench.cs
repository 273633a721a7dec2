using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.Lambda.Calls;
using Portico.Lambda.Logs;
using Portico.Model.Lambda;

namespace Portico.Lambda.Tests.Running;

/// <summary>Functions of one test: their code in a folder of its own, an invoker, and what they wrote.</summary>
internal sealed class FunctionBench : IFunctionCode, IFunctionLog, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portico-lambda-tests-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private int _count;

    internal FunctionBench(FunctionSettings? settings = null) =>
        Invoker = new FunctionInvoker(this, this, settings ?? new FunctionSettings(), TimeProvider.System, NullLogger<FunctionInvoker>.Instance);

    internal FunctionInvoker Invoker { get; }

    internal IReadOnlyCollection<string> Lines => _lines;

    internal static void SkipWithout(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(found, $"{program} is not in the PATH");
    }

    /// <summary>A function in Node, its handler <c>index.handler</c>.</summary>
    internal LambdaFunction Node(string code, string file = "index.mjs", string handler = "index.handler", int timeout = 10, int memory = 256)
    {
        SkipWithout("node");
        return Define("nodejs20.x", handler, timeout, memory, (file, code));
    }

    /// <summary>A function in Python, its handler <c>app.handler</c>.</summary>
    internal LambdaFunction Python(string code, string handler = "app.handler", int timeout = 10, int memory = 256)
    {
        SkipWithout("python3");
        return Define("python3.11", handler, timeout, memory, ("app.py", code));
    }

    internal LambdaFunction Define(string runtime, string handler, int timeout, int memory, params (string Name, string Content)[] files)
    {
        var number = Interlocked.Increment(ref _count);
        var folder = Path.Combine(_folder, $"f{number}");
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, content);
            if (name == "bootstrap" && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new LambdaFunction
        {
            Name = $"f{number}",
            Arn = $"arn:aws:lambda:eu-central-1:123456789012:function:f{number}",
            Latest = new FunctionConfiguration
            {
                Runtime = runtime,
                Role = "arn:aws:iam::123456789012:role/none",
                Handler = handler,
                Timeout = timeout,
                MemorySize = memory,
                Code = new FunctionCode { Sha256 = "", Size = 0, Folder = folder },
                RevisionId = $"r{number}",
                LastModified = DateTimeOffset.UnixEpoch,
                Environment = ImmutableSortedDictionary<string, string>.Empty.Add("TABLE", "pets"),
            },
        };
    }

    /// <summary>Calls <c>$LATEST</c> and gives status and payload, such as <c>Succeeded {"a":1}</c>.</summary>
    internal async Task<string> CallAsync(LambdaFunction function, string @event = "{}", string requestId = "11111111-2222-4333-8444-555555555555")
    {
        using var outcome = await OutcomeAsync(function, @event, requestId);
        return outcome.ToString();
    }

    internal ValueTask<InvocationOutcome> OutcomeAsync(LambdaFunction function, string @event = "{}", string requestId = "11111111-2222-4333-8444-555555555555", bool tail = false) =>
        Invoker.InvokeAsync(
            new FunctionCall(function, null, requestId, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1") { TakesLogTail = tail }.With(Encoding.UTF8.GetBytes(@event)),
            function.Latest, CancellationToken.None);

    string IFunctionCode.Unpacked(FunctionCode code) => code.Folder!;

    void IFunctionLog.Write(string function, string line) => _lines.Enqueue(line);

    public async ValueTask DisposeAsync()
    {
        await Invoker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
