using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Observation;
using Portico.Integrations.AwsService;

namespace Portico.Logs;

/// <summary>
/// The logs of all stages. A log group goes to CloudWatch Logs and a delivery stream to Firehose where the operator has said
/// where these are; else to a file under the log folder, and without one to standard output.
/// </summary>
internal sealed partial class StageLogs(LogSettings settings, AwsJsonClient client, string region, Stream output, ILogger<BufferedLog> logger) : ILogTargets, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<BufferedLog>> _logs = new(StringComparer.Ordinal);

    /// <summary>Lines that were not written, by log.</summary>
    internal IEnumerable<(string Log, long Lost)> Lost => _logs.Values.Select(log => (log.Value.Name, log.Value.Lost)).OrderBy(pair => pair.Name, StringComparer.Ordinal);

    public ILogSink AccessLog(string destinationArn, string apiId, string stage)
    {
        // arn:aws:logs:REGION:ACCOUNT:log-group:NAME, arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME
        var parts = destinationArn.Split(':', 7);
        var (service, place) = (parts.ElementAtOrDefault(2) ?? "", parts.ElementAtOrDefault(3) is { Length: > 0 } named ? named : region);
        if (service == "firehose")
        {
            var stream = destinationArn[(destinationArn.LastIndexOf('/') + 1)..];
            return Log($"firehose/{stream}", () => client.IsSetFor("firehose") ? new FirehoseDestination(client, place, stream) : Local($"firehose/{stream}", dated: false));
        }

        var group = parts is [.., "log-group", var name] ? name : destinationArn;
        if (stage.EndsWith("/Canary", StringComparison.Ordinal)) group += "/Canary";
        return Group(group, place, apiId, stage, dated: false);
    }

    public ILogSink ExecutionLog(string apiId, string stage) => Group($"API-Gateway-Execution-Logs_{apiId}/{stage}", region, apiId, stage, dated: true);

    public async ValueTask DisposeAsync()
    {
        foreach (var log in _logs.Values) await log.Value.DisposeAsync();
    }

    private BufferedLog Group(string group, string place, string apiId, string stage, bool dated) =>
        Log(group, () => client.IsSetFor("logs") ? new CloudWatchLogsDestination(client, place, group, StreamName(apiId, stage)) : Local(group, dated));

    private BufferedLog Log(string name, Func<ILogDestination> open) => _logs.GetOrAdd(name, _ => new(() => new BufferedLog(name, open(), logger))).Value;

    private ILogDestination Local(string name, bool dated) =>
        settings.Folder is { } folder ? new FileDestination(Path.Combine(folder, FileName(name) + ".log"), settings, dated) : new StreamDestination(output, dated);

    // A group's name may hold slashes; what else a file's name cannot hold, and dots that lead out of the folder, become underscores.
    private static string FileName(string name) =>
        string.Join('/', name.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => OtherCharacters().Replace(part, "_")).Select(part => part.Trim('.').Length == 0 ? "_" : part));

    // Streams of API Gateway have names that say nothing.
    private static string StreamName(string apiId, string stage) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{apiId}/{stage}")))[..32];

    [GeneratedRegex(@"[^A-Za-z0-9_.#-]")]
    private static partial Regex OtherCharacters();
}
