using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Serve;

/// <summary><c>portico serve --data</c>: what a call has answered is there after every kind of end.</summary>
public sealed class PersistenceTests
{
    [Fact]
    public async Task An_api_its_stage_and_its_answers_are_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string apiId;
        await using (var first = await PorticoServer.StartAsync("serve", "--data", folder.Path))
        {
            (apiId, var root) = await first.Api.CreateRestApiAsync("kept");
            await first.Api.PutMockAsync(apiId, root, "deployed");
            await first.Api.DeployAsync(apiId, "prod");
            await first.Api.PutMockAnswerAsync(apiId, root, "edited, not deployed");
            first.Process.Signal(Signals.Terminate);
            Assert.Equal(0, await first.Process.ExitAsync());
        }

        await using var second = await PorticoServer.StartAsync("serve", "--data", folder.Path);

        using var client = new HttpClient();
        Assert.Equal("deployed", await client.GetStringAsync(second.Invoke(apiId, "prod", "/")));
        Assert.Equal("kept", (await second.Api.GetAsync($"/restapis/{apiId}")).Text("name"));
        Assert.Equal("prod", (await second.Api.GetAsync($"/restapis/{apiId}/stages/prod")).Text("stageName"));
        await second.Api.DeployAsync(apiId, "prod");
        Assert.Equal("edited, not deployed", await client.GetStringAsync(second.Invoke(apiId, "prod", "/")));
    }

    [Fact]
    public async Task What_belongs_to_the_account_is_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string apiId, keyId;
        await using (var first = await PorticoServer.StartAsync("serve", "--data", folder.Path))
        {
            (apiId, var root) = await first.Api.CreateRestApiAsync("kept");
            await first.Api.PutMockAsync(apiId, root, "by name");
            await first.Api.DeployAsync(apiId, "prod");
            await first.Api.PostAsync("/domainnames", """{"domainName":"kept.example.com"}""");
            await first.Api.PostAsync("/domainnames/kept.example.com/basepathmappings", $$"""{"restApiId":"{{apiId}}","stage":"prod"}""");
            keyId = (await first.Api.PostAsync("/apikeys", """{"name":"kept"}""")).Text("id");
            first.Process.Signal(Signals.Kill);
            await first.Process.ExitAsync();
        }

        await using var second = await PorticoServer.StartAsync("serve", "--data", folder.Path);

        Assert.Equal([keyId], (await second.Api.GetAsync("/apikeys?name=kept")).Each("item", "id"));
        Assert.EndsWith("by name", await Curl.GetAsync(second.Gateway.ToString(), "-H", "Host: kept.example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_after_kill_9()
    {
        const int Acknowledgements = 150;
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentBag<(string ApiId, string Path)>();
        var apis = new List<(string Id, string RootId)>();
        await using (var first = await PorticoServer.StartAsync("serve", "--data", folder.Path))
        {
            for (var api = 0; api < 3; api++) apis.Add(await first.Api.CreateRestApiAsync($"api {api}"));
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var callers = Enumerable.Range(0, 9).Select(caller => CreateUntilRefusedAsync(first, apis[caller % 3], caller)).ToArray();
            await enough.Task.WaitAsync(Limits.Wait);
            first.Process.Signal(Signals.Kill);
            await Task.WhenAll(callers);

            async Task CreateUntilRefusedAsync(PorticoServer server, (string Id, string RootId) api, int caller)
            {
                for (var number = 0; ; number++)
                {
                    var part = string.Create(CultureInfo.InvariantCulture, $"r{caller}-{number}");
                    using var body = new StringContent($$"""{"pathPart":"{{part}}"}""", Encoding.UTF8, "application/json");
                    try
                    {
                        using var answer = await server.Api.Http.PostAsync($"/restapis/{api.Id}/resources/{api.RootId}", body);
                        if (answer.StatusCode != HttpStatusCode.Created) return;
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }

                    acknowledged.Add((api.Id, $"/{part}"));
                    if (acknowledged.Count >= Acknowledgements) enough.TrySetResult();
                }
            }
        }

        await using var second = await PorticoServer.StartAsync("serve", "--data", folder.Path);

        using var client = new HttpClient();
        foreach (var (id, rootId) in apis)
        {
            var kept = (await second.Api.GetAsync($"/restapis/{id}/resources?limit=500")).Each("item", "path").ToHashSet();
            Assert.DoesNotContain(acknowledged, one => one.ApiId == id && !kept.Contains(one.Path));
            await second.Api.PutMockAsync(id, rootId, "alive");
            await second.Api.DeployAsync(id, "prod");
            Assert.Equal("alive", await client.GetStringAsync(second.Invoke(id, "prod", "/")));
        }
    }
}
