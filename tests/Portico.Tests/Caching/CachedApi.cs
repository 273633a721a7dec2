using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.TestInvocations;
using Portico.Tests.Running;

namespace Portico.Tests.Caching;

/// <summary>An API whose stage keeps answers, before a back end that counts its calls.</summary>
internal sealed class CachedApi : IDisposable
{
    private readonly RunningGateway _gateway;
    private int _calls;

    private CachedApi(RunningGateway gateway, Func<CachedApi, Received, string> answer)
    {
        _gateway = gateway;
        BackEnd = BackEnd.Start(async (received, connection) =>
        {
            Interlocked.Increment(ref _calls);
            if (Gate is { } gate) await gate.Task;
            await connection.SendAsync(answer(this, received));
            return true;
        });
    }

    internal DeployedApi Api { get; private set; } = null!;

    internal BackEnd BackEnd { get; }

    internal int Calls => Volatile.Read(ref _calls);

    /// <summary>What the back end waits for before it answers.</summary>
    internal TaskCompletionSource? Gate { get; set; }

    /// <param name="gateway">The gateway.</param>
    /// <param name="definition">Given the back end's address.</param>
    /// <param name="answer">Of the back end; by default its number.</param>
    /// <param name="settings">Patches of the stage besides those that switch caching on for all methods.</param>
    internal static async Task<CachedApi> DeployAsync(
        RunningGateway gateway, Func<string, string> definition, Func<CachedApi, Received, string>? answer = null, params (string Path, string Value)[] settings)
    {
        var cached = new CachedApi(gateway, answer ?? ((api, _) => BackEnd.Ok($"call {api.Calls}")));
        cached.Api = await gateway.DeployAsync(definition(cached.BackEnd.Url));
        await cached.PatchAsync([("/cacheClusterEnabled", "true"), ("/*/*/caching/enabled", "true"), .. settings]);
        return cached;
    }

    /// <summary>A GET that is handed on, with the parameters that tests make keys of.</summary>
    /// <param name="path">Without variables.</param>
    /// <param name="more">YAML of further members of the integration.</param>
    internal static Func<string, string> Proxy(string path, string more = "") => url => OpenApi.Of(OpenApi.Path(
        path, "get", $"type: http_proxy\nhttpMethod: GET\nuri: \"{url}/x\"\n{more}",
        """
        parameters:
          - { name: kind, in: query, schema: { type: string } }
          - { name: from, in: query, schema: { type: string } }
          - { name: X-Kind, in: header, schema: { type: string } }
        """));

    internal Task PatchAsync(params (string Path, string Value)[] settings) => PatchAsync([.. settings.Select(setting => ("replace", setting.Path, setting.Value, (string?)null))]);

    internal Task<ReadOnlyMemory<byte>> PatchAsync(params (string Op, string Path, string? Value, string? From)[] operations) => _gateway.ControlAsync(
        "PATCH", $"/restapis/{Api.Id}/stages/{Api.Stage}", "",
        JsonSerializer.Serialize(new { patchOperations = operations.Select(each => new { op = each.Op, path = each.Path, value = each.Value, from = each.From }) }));

    internal Task FlushAsync() => _gateway.ControlAsync("DELETE", $"/restapis/{Api.Id}/stages/{Api.Stage}/cache/data", "", "");

    internal async Task<string> TextAsync(string path, params (string Name, string Value)[] headers) => (await Api.GetAsync(path, headers)).Text;

    /// <summary>A call without a socket, under a clock of the test's.</summary>
    internal async Task<string> TextAtAsync(TimeProvider time, string path)
    {
        var gate = new RestGateway(_gateway.Host.Stages, new RequestIds(), time, new NoRequestObserver(), NullLogger<RestGateway>.Instance);
        using var exchange = new InMemoryExchange("GET", $"/_aws/execute-api/{Api.Id}/{Api.Stage}{path}", ImmutableArray<(string, string)>.Empty, [], CancellationToken.None);
        using var invocation = gate.NewInvocation();
        await gate.HandleAsync(exchange.Features, invocation);
        return exchange.AnswerBody;
    }

    public void Dispose()
    {
        Gate?.TrySetResult();
        BackEnd.Dispose();
    }
}
