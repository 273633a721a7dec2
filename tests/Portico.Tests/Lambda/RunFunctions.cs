using System.Collections.Immutable;
using Portico.Functions;
using Portico.Tests.Lambda.Runtimes;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Functions of tests, their code in folders that end with the tests.</summary>
internal sealed class RunFunctions(RunningGateway gateway) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portico-tests-").FullName;
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _defining = new(1);
    private int _count;

    /// <summary>Returns what the request's body says, as it is.</summary>
    internal const string Told = "export const handler = async (event) => JSON.parse(event.body);";

    /// <summary>Returns the event in a proxy's answer.</summary>
    internal const string Echo = "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });";

    /// <summary>Makes a function for Node, which everybody may call, and gives its name.</summary>
    internal async Task<string> NodeAsync(string code, int timeout = 10, ImmutableSortedDictionary<string, string>? aliases = null, ImmutableSortedDictionary<int, string>? versions = null,
        string runtime = "nodejs20.x", string handler = "index.handler")
    {
        SkipWithout("node");
        var name = $"f{Interlocked.Increment(ref _count)}";
        await gateway.Host.Functions.DefineAsync(
            new FunctionDefinition
            {
                Name = name,
                Runtime = runtime,
                Handler = handler,
                Folder = Written(name, code),
                Timeout = timeout,
                MemorySize = 256,
                Aliases = aliases ?? ImmutableSortedDictionary<string, string>.Empty,
                Versions = (versions ?? ImmutableSortedDictionary<int, string>.Empty).ToImmutableSortedDictionary(version => version.Key, version => Written($"{name}-{version.Key}", version.Value)),
            },
            CancellationToken.None);
        return name;
    }

    /// <summary>Makes a function of a runtime, once for each time limit, and gives its name.</summary>
    internal async Task<string> DefineAsync(RuntimeFolder runtime, int timeout)
    {
        foreach (var program in runtime.Needs) SkipWithout(program);
        var name = $"{runtime.Name}-{timeout}";
        await _defining.WaitAsync();
        try
        {
            if (!_defined.Add(name)) return name;
            var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
            await runtime.WriteAsync(folder);
            await gateway.Host.Functions.DefineAsync(
                new FunctionDefinition { Name = name, Runtime = runtime.Runtime, Handler = runtime.Handler, Folder = folder, Timeout = timeout, MemorySize = 512 }, CancellationToken.None);
            return name;
        }
        finally
        {
            _defining.Release();
        }
    }

    internal static string Uri(string function, bool streams = false) => streams
        ? $"arn:aws:apigateway:eu-central-1:lambda:path/2021-11-15/functions/arn:aws:lambda:eu-central-1:123456789012:function:{function}/response-streaming-invocations"
        : $"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:{function}/invocations";

    internal static string Proxy(string function, string more = "") => $"type: aws_proxy\nhttpMethod: POST\nuri: \"{Uri(function)}\"\n{more}";

    internal static string Custom(string function, string more = "responses: { default: { statusCode: \"200\" } }") => $"type: aws\nhttpMethod: POST\nuri: \"{Uri(function)}\"\n{more}";

    internal static string Streamed(string function, string more = "") => $"type: aws_proxy\nhttpMethod: POST\nresponseTransferMode: STREAM\nuri: \"{Uri(function, streams: true)}\"\n{more}";

    internal static void SkipWithout(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(found, $"{program} is not in the PATH");
    }

    public void Dispose()
    {
        _defining.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Written(string name, string code)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "index.mjs"), code);
        return folder;
    }
}
