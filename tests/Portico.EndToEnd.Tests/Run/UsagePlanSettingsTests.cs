using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary>Usage plans that stand in portico.yaml.</summary>
public sealed class UsagePlanSettingsTests
{
    private const string Partner = "0123456789012345678901234567890123456789";
    private const string Other = "other-012345678901234567890123456789";
    private static readonly string Definition = Definitions.Mock("keyed", "/a", "in").Replace("    get:\n", "    get:\n      security: [ { key: [] } ]\n", StringComparison.Ordinal)
        + "components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }\n";

    [Fact]
    public async Task A_run_makes_them_and_their_keys_for_what_it_serves()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definition);
        folder.Write("portico.yaml", $$"""
            usagePlans:
              basic: { throttle: { rateLimit: 0.0001, burstLimit: 2 }, quota: { limit: 1000, period: DAY }, keys: { partner: "{{Partner}}" } }
              free: { keys: { other: "{{Other}}" } }

            """);

        await using var server = await PorticoServer.StartAsync("run", file);

        Assert.Equal([200, 200, 429], await StatusesAsync(server, Partner, 3));
        Assert.Equal([200, 200, 200], await StatusesAsync(server, Other, 3));
        Assert.Equal([403], await StatusesAsync(server, "a-key-that-nobody-ever-made", 1));
        Assert.Equal(["partner"], (await server.Api.GetAsync("/apikeys?name=partner")).Each("item", "name"));
    }

    [Fact]
    public async Task Over_the_data_of_an_earlier_run_the_file_is_the_truth()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definition);
        folder.Write("portico.yaml", $$"""usagePlans: { basic: { quota: { limit: 5, period: DAY }, keys: { partner: "{{Partner}}", other: "{{Other}}" } }, gone: { keys: { gone: "gone-{{Other}}" } } }""");
        await using (var first = await PorticoServer.StartAsync("run", file, "--data", folder.Path))
        {
            Assert.Equal([200, 200], await StatusesAsync(first, Partner, 2));
            Assert.Equal([200], await StatusesAsync(first, Other, 1));
            Assert.Equal([200], await StatusesAsync(first, $"gone-{Other}", 1));
            first.Process.Signal(Signals.Terminate);
            await first.Process.ExitAsync();
        }

        folder.Write("portico.yaml", $$"""usagePlans: { basic: { quota: { limit: 4, period: DAY }, keys: { partner: "{{Partner}}" } } }""");
        await using var second = await PorticoServer.StartAsync("run", file, "--data", folder.Path);

        Assert.Equal([200, 200, 429], await StatusesAsync(second, Partner, 3));
        Assert.Equal([403], await StatusesAsync(second, Other, 1));
        Assert.Equal([403], await StatusesAsync(second, $"gone-{Other}", 1));
        Assert.Equal(["basic"], (await second.Api.GetAsync("/usageplans")).Each("item", "name"));
    }

    [Theory]
    [InlineData("usagePlans: { basic: { keys: { partner: short } } }\n", "portico.yaml:1:15, /usagePlans/basic: the usage plan was refused: API Key value should be at least 20 characters")]
    [InlineData("usagePlans: { basic: { throttle: { rateLimit: 1 } } }\n", "/usagePlans/basic/throttle: 'throttle' has no burstLimit")]
    [InlineData("usagePlans: { basic: { throttle: { rateLimit: fast, burstLimit: 1 } } }\n", "/usagePlans/basic/throttle/rateLimit: 'rateLimit' takes a number from 0, not 'fast'")]
    [InlineData("usagePlans: { basic: { quotas: {} } }\n", "/usagePlans/basic/quotas: 'quotas' is no setting of 'basic'; there are throttle, quota, keys")]
    [InlineData("usagePlans: { basic: { quota: { limit: 1, period: YEAR } } }\n", "the usage plan was refused: 1 validation error detected: Value 'YEAR' at 'createUsagePlanInput.quota.period'")]
    [InlineData("throttle: { rate: 1 }\n", "/throttle/rate: 'rate' is no setting of 'throttle'; there are rateLimit, burstLimit")]
    public async Task What_is_wrong_with_them_is_said_with_its_place(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definition);
        folder.Write("portico.yaml", text);

        var outcome = await PorticoCommand.RunAsync("run", file, "--gateway-urls", "http://127.0.0.1:0", "--control-url", "http://127.0.0.1:0");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(expected, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_the_account_is_an_option_and_a_setting()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("api.yaml", Definitions.Mock("open", "/a", "in"));
        folder.Write("portico.yaml", "throttle: { rateLimit: 0.0001, burstLimit: 7 }\n");

        await using var server = await PorticoServer.StartAsync("run", file, "--burst-limit", "1");

        Assert.Equal([200, 429], await StatusesAsync(server, "", 2));
    }

    private static async Task<List<int>> StatusesAsync(PorticoServer server, string key, int calls)
    {
        using var client = new HttpClient { BaseAddress = server.Gateway };
        var statuses = new List<int>();
        for (var call = 0; call < calls; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/a");
            request.Headers.TryAddWithoutValidation("x-api-key", key);
            using var answer = await client.SendAsync(request);
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }
}
