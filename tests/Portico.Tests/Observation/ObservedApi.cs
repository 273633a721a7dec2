using System.Text;
using System.Text.Json;
using Portico.Integrations.AwsService;
using Portico.Logs;
using Portico.Tests.Running;

namespace Portico.Tests.Observation;

/// <summary>An API on a gateway of its own, whose logs are read once the gateway has ended and so written them.</summary>
internal sealed class ObservedApi : IAsyncDisposable
{
    private readonly string _folder;
    private readonly RunningGateway _gateway;
    private bool _hasEnded;

    private ObservedApi(string folder, RunningGateway gateway, DeployedApi api)
    {
        _folder = folder;
        _gateway = gateway;
        Api = api;
    }

    internal DeployedApi Api { get; }

    internal RunningGateway Gateway => _gateway;

    internal static async Task<ObservedApi> StartAsync(string definition, params (string Op, string Path, string Value)[] stage)
    {
        return await StartAsync(definition, new AwsSettings(), stage);
    }

    internal static async Task<ObservedApi> StartAsync(string definition, AwsSettings aws, params (string Op, string Path, string Value)[] stage)
    {
        var folder = Directory.CreateTempSubdirectory("portico-logs-").FullName;
        var gateway = new RunningGateway { Logs = new LogSettings { Folder = folder }, Inspector = (10, 1_000), Aws = aws };
        await gateway.InitializeAsync();
        var api = await gateway.DeployAsync(definition);
        var observed = new ObservedApi(folder, gateway, api);
        await gateway.ControlAsync("PATCH", "/account", "", Patch([("replace", "/cloudwatchRoleArn", "arn:aws:iam::123456789012:role/logs")]));
        if (stage.Length > 0) await observed.PatchStageAsync(stage);
        return observed;
    }

    internal Task<ReadOnlyMemory<byte>> PatchStageAsync(params (string Op, string Path, string Value)[] operations) =>
        _gateway.ControlAsync("PATCH", $"/restapis/{Api.Id}/stages/test", "", Patch(operations));

    /// <summary>A page of Portico's own.</summary>
    internal Task<string> OwnPageAsync(string path) => _gateway.Client.GetStringAsync($"http://127.0.0.1:{_gateway.ControlPort}{path}");

    /// <summary>Ends the gateway, and reads a log that it wrote.</summary>
    internal async Task<string[]> LogAsync(string name)
    {
        await EndAsync();
        return await File.ReadAllLinesAsync(Path.Combine(_folder, name + ".log"), Encoding.UTF8);
    }

    /// <summary>Ends the gateway: everything that it had to write is written.</summary>
    internal async Task EndAsync()
    {
        if (_hasEnded) return;
        _hasEnded = true;
        await _gateway.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Patch(IEnumerable<(string Op, string Path, string Value)> operations) =>
        JsonSerializer.Serialize(new { patchOperations = operations.Select(each => new { op = each.Op, path = each.Path, value = each.Value }) });
}
