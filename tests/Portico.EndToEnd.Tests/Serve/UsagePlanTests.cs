using System.Globalization;
using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Serve;

/// <summary>Plans, keys and limits made by the AWS CLI, met by curl, and there after every kind of end.</summary>
public sealed class UsagePlanTests
{
    private const string Forbidden = "{\"message\":\"Forbidden\"}";
    private const string TooMany = "{\"message\":\"Too Many Requests\"}";
    private const string LimitExceeded = "{\"message\":\"Limit Exceeded\"}";

    [Fact]
    public async Task What_the_cli_limits_curl_is_refused()
    {
        AwsCli.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("serve", "--store", "memory");
        var aws = new AwsCli(server.Control);
        var apiId = await KeyedApiAsync(server);
        var plan = (await aws.CallAsync(
            "create-usage-plan", "--name", "basic", "--api-stages", $"apiId={apiId},stage=prod", "--throttle", "rateLimit=0.0001,burstLimit=3", "--quota", "limit=100,period=DAY")).Text("id");
        var key = await aws.CallAsync("create-api-key", "--name", "partner", "--enabled");
        await aws.CallAsync("create-usage-plan-key", "--usage-plan-id", plan, "--key-id", key.Text("id"), "--key-type", "API_KEY");

        var address = server.Invoke(apiId, "prod", "/").ToString();
        Assert.EndsWith(Forbidden, await Curl.GetAsync(address), StringComparison.Ordinal);
        for (var call = 0; call < 3; call++) Assert.StartsWith("HTTP/1.1 200", await Curl.GetAsync(address, "-H", $"x-api-key: {key.Text("value")}"), StringComparison.Ordinal);
        var throttled = await Curl.GetAsync(address, "-H", $"X-API-KEY: {key.Text("value")}");
        Assert.StartsWith("HTTP/1.1 429", throttled, StringComparison.Ordinal);
        Assert.Contains("x-amzn-ErrorType: TooManyRequestsException", throttled, StringComparison.Ordinal);
        Assert.EndsWith(TooMany, throttled, StringComparison.Ordinal);

        var today = Today();
        var usage = await aws.CallAsync("get-usage", "--usage-plan-id", plan, "--start-date", today, "--end-date", today);
        Assert.Equal("[[3,97]]", usage["items"]![key.Text("id")]!.ToJsonString().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
        await aws.CallAsync("update-usage-plan", "--usage-plan-id", plan, "--patch-operations", "op=remove,path=/throttle");
        await aws.CallAsync("update-usage", "--usage-plan-id", plan, "--key-id", key.Text("id"), "--patch-operations", "op=replace,path=/remaining,value=1");
        Assert.StartsWith("HTTP/1.1 200", await Curl.GetAsync(address, "-H", $"x-api-key: {key.Text("value")}"), StringComparison.Ordinal);
        Assert.EndsWith(LimitExceeded, await Curl.GetAsync(address, "-H", $"x-api-key: {key.Text("value")}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Signals.Terminate, 5, 3, 2)]
    [InlineData(Signals.Kill, 5, 3, 2)]
    [InlineData(Signals.Terminate, 1000, 3, 997)]
    [InlineData(Signals.Kill, 1000, 3, 990)]
    public async Task A_quota_outlives_the_server(int signal, int limit, int used, int remaining)
    {
        using var folder = new TemporaryFolder();
        string apiId, planId, keyId, value;
        await using (var first = await PorticoServer.StartAsync("serve", "--data", folder.Path))
        {
            apiId = await KeyedApiAsync(first);
            (planId, keyId, value) = await PlanAsync(first, apiId, limit);
            Assert.Equal(Enumerable.Repeat(200, used), await StatusesAsync(first, apiId, value, used));
            Assert.Equal((used, limit - used), await UsageAsync(first, planId, keyId));
            first.Process.Signal(signal);
            await first.Process.ExitAsync();
        }

        await using var second = await PorticoServer.StartAsync("serve", "--data", folder.Path);

        Assert.Equal((limit - remaining, remaining), await UsageAsync(second, planId, keyId));
        var statuses = await StatusesAsync(second, apiId, value, remaining + 2);
        Assert.Equal(remaining, statuses.Count(status => status == 200));
        Assert.Equal([429, 429], statuses[^2..]);
        Assert.Equal((limit, 0), await UsageAsync(second, planId, keyId));
    }

    [Fact]
    public async Task Deaths_under_load_never_make_a_quota_larger()
    {
        const int Limit = 2000;
        using var folder = new TemporaryFolder();
        var (granted, deaths) = (0, 0);
        string apiId = "", value = "";
        for (; deaths < 3; deaths++)
        {
            await using var server = await PorticoServer.StartAsync("serve", "--data", folder.Path);
            if (deaths == 0)
            {
                apiId = await KeyedApiAsync(server);
                (_, _, value) = await PlanAsync(server, apiId, Limit);
            }

            var callers = Enumerable.Range(0, 4).Select(_ => CallUntilGoneAsync(server, enough: Limit / 5 * (deaths + 1))).ToArray();
            await Task.WhenAny(callers);
            server.Process.Signal(Signals.Kill);
            await Task.WhenAll(callers);
        }

        await using var last = await PorticoServer.StartAsync("serve", "--data", folder.Path);
        var statuses = await StatusesAsync(last, apiId, value, Limit);
        var all = granted + statuses.Count(status => status == 200);

        // Answers that were under way when the server died are missing on this side, beside the steps that it held.
        Assert.InRange(all, Limit - (deaths * (25 + 4)), Limit);
        Assert.Equal(429, statuses[^1]);

        async Task CallUntilGoneAsync(PorticoServer server, int enough)
        {
            using var client = Client(value);
            try
            {
                while (Volatile.Read(ref granted) < enough)
                {
                    using var answer = await client.GetAsync(server.Invoke(apiId, "prod", "/"));
                    if ((int)answer.StatusCode != 200) return;
                    Interlocked.Increment(ref granted);
                }
            }
            catch (HttpRequestException)
            {
                // It is gone.
            }
        }
    }

    private static async Task<string> KeyedApiAsync(PorticoServer server)
    {
        var (apiId, root) = await server.Api.CreateRestApiAsync("keyed");
        await server.Api.PutMockAsync(apiId, root, "in");
        using var patch = new StringContent("""{"patchOperations":[{"op":"replace","path":"/apiKeyRequired","value":"true"}]}""", System.Text.Encoding.UTF8, "application/json");
        using var patched = await server.Api.Http.PatchAsync($"/restapis/{apiId}/resources/{root}/methods/GET", patch);
        Assert.True(patched.IsSuccessStatusCode);
        await server.Api.DeployAsync(apiId, "prod");
        return apiId;
    }

    private static async Task<(string PlanId, string KeyId, string Value)> PlanAsync(PorticoServer server, string apiId, int limit)
    {
        var plan = (await server.Api.PostAsync("/usageplans", $$"""{"name":"p","apiStages":[{"apiId":"{{apiId}}","stage":"prod"}],"quota":{"period":"MONTH","limit":{{limit}} } }""")).Text("id");
        var key = await server.Api.PostAsync("/apikeys", """{"name":"k","enabled":true}""");
        await server.Api.PostAsync($"/usageplans/{plan}/keys", $$"""{"keyId":"{{key.Text("id")}}","keyType":"API_KEY"}""");
        return (plan, key.Text("id"), key.Text("value"));
    }

    private static async Task<List<int>> StatusesAsync(PorticoServer server, string apiId, string value, int calls)
    {
        using var client = Client(value);
        var statuses = new List<int>();
        for (var call = 0; call < calls; call++)
        {
            using var answer = await client.GetAsync(server.Invoke(apiId, "prod", "/"));
            statuses.Add((int)answer.StatusCode);
        }

        return statuses;
    }

    private static HttpClient Client(string value)
    {
        var client = new HttpClient { Timeout = Limits.Wait };
        client.DefaultRequestHeaders.Add("x-api-key", value);
        return client;
    }

    private static async Task<(int Used, int Remaining)> UsageAsync(PorticoServer server, string planId, string keyId)
    {
        var today = Today();
        var day = (await server.Api.GetAsync($"/usageplans/{planId}/usage?startDate={today}&endDate={today}")).At($"values.{keyId}.0")!.AsArray();
        return (day[0]!.GetValue<int>(), day[1]!.GetValue<int>());
    }

    private static string Today() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
