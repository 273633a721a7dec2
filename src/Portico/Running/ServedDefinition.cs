using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Portico.Failures;
using Portico.Hosting;

namespace Portico.Running;

/// <summary>A definition file behind a running API: imported and deployed by the same calls that any client makes.</summary>
internal sealed class ServedDefinition(GatewayHost host, string stageName, ImmutableSortedDictionary<string, string> variables)
{
    internal string ApiId { get; private set; } = "";

    internal DefinitionSource Source { get; private set; } = null!;

    /// <summary>Imports and deploys it, or puts it in the place of the API that an earlier run left in the data folder.</summary>
    /// <param name="source">The definition.</param>
    /// <param name="taken">APIs that other definitions of this run stand behind.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task ServeAsync(DefinitionSource source, IReadOnlyCollection<string> taken, CancellationToken cancellationToken)
    {
        Source = source;
        if (host.FindRestApi(source.Reading.Definition!.Api.Name, taken) is { } known)
        {
            ApiId = known;
            await ReplaceAsync(source, cancellationToken);
            return;
        }

        var answer = await CallAsync("POST", "/restapis", "mode=import", source.Text, cancellationToken);
        using var api = JsonDocument.Parse(answer);
        ApiId = api.RootElement.GetProperty("id").GetString()!;
        host.Fidelity.Named(ApiId, source.File);
        await DeployAsync(cancellationToken);
    }

    /// <summary>Puts a new version in the place of the old one. Requests in flight end on the old one.</summary>
    internal async Task ReplaceAsync(DefinitionSource source, CancellationToken cancellationToken)
    {
        Source = source;
        await CallAsync("PUT", $"/restapis/{ApiId}", "mode=overwrite", source.Text, cancellationToken);
        host.Fidelity.Named(ApiId, source.File);
        await DeployAsync(cancellationToken);
    }

    private async Task DeployAsync(CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("stageName", stageName);
            writer.WriteStartObject("variables");
            foreach (var (name, value) in variables) writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        await CallAsync("POST", $"/restapis/{ApiId}/deployments", "", Encoding.UTF8.GetString(stream.ToArray()), cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>> CallAsync(string method, string path, string query, string body, CancellationToken cancellationToken)
    {
        var answer = await OwnCalls.SendAsync(host, method, path, query, body, cancellationToken);
        return answer.Status < 300 ? answer.Body : throw CommandFailure.BadInput($"{Source.File} was refused: {OwnCalls.MessageOf(answer)}");
    }
}
