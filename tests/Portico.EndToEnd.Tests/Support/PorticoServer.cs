using System.Text.Json.Nodes;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>A running <c>portico run</c> or <c>portico serve</c> on free ports, which its start line names.</summary>
internal sealed class PorticoServer : IAsyncDisposable
{
    private static readonly string[] FreePorts = ["--gateway-urls", "http://127.0.0.1:0", "--control-url", "http://127.0.0.1:0", "--json"];

    private PorticoServer(ChildProcess process, JsonNode startLine)
    {
        Process = process;
        StartLine = startLine;
        Gateway = new Uri(startLine.Text("gatewayUrls.0"));
        Control = new Uri(startLine.Text("controlUrl"));
        Api = new ControlClient(Control);
    }

    internal ChildProcess Process { get; }

    /// <summary>What <c>--json</c> wrote first.</summary>
    internal JsonNode StartLine { get; }

    internal Uri Gateway { get; }

    internal Uri Control { get; }

    internal ControlClient Api { get; }

    /// <summary>The API of a <c>run</c> of one definition.</summary>
    internal string ApiId => StartLine.Text("apis.0.restApiId");

    internal static Task<PorticoServer> StartAsync(params string[] arguments) => StartAsync(arguments, environment: null);

    internal static async Task<PorticoServer> StartAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var process = ChildProcess.Start("dotnet", [Repository.Program, .. arguments, .. arguments.Contains("--gateway-urls") ? FreePorts[2..] : FreePorts], environment);
        try
        {
            return new PorticoServer(process, JsonNode.Parse(await process.Output.WaitForAsync("{\"gatewayUrls\""))!);
        }
        catch (Exception exception)
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"portico {string.Join(' ', arguments)} did not start: {process.Errors.Text}", exception);
        }
    }

    /// <summary>The address of a path by the form that every client can resolve.</summary>
    internal Uri Invoke(string apiId, string stage, string path) => new(Gateway, $"/_aws/execute-api/{apiId}/{stage}{path}");

    public ValueTask DisposeAsync()
    {
        Api.Dispose();
        return Process.DisposeAsync();
    }
}
