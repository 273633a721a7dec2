using Portico.Tests.Running;

namespace Portico.Tests.Traffic;

/// <summary>How fast an API may be called: by the plan, the method in the plan, the stage's method settings, the account.</summary>
public sealed class ThrottleTests(RunningGateway gateway)
{
    private const string TooMany = """{"message":"Too Many Requests"}""";
    private const string Never = "\"rateLimit\":0.0001";

    [Fact]
    public async Task A_plan_throttles_each_key_by_itself_over_all_methods()
    {
        var planned = await PlannedApi.DeployAsync(gateway, $$""" "throttle":{{{Never}},"burstLimit":3} """);
        var (key, other) = (await planned.AddKeyAsync(), await planned.AddKeyAsync());

        Assert.Equal([200, 200], await planned.StatusesAsync("/pets", key.Value, 2));
        Assert.Equal([200, 429], await planned.StatusesAsync("/cats", key.Value, 2));
        (await planned.GetAsync("/pets", key.Value)).IsRefusal(429, "TooManyRequestsException", TooMany);
        Assert.Null((await planned.GetAsync("/pets", key.Value))["Retry-After"]);
        Assert.Equal([200, 200, 200, 429], await planned.StatusesAsync("/pets", other.Value, 4));
    }

    [Fact]
    public async Task A_methods_entry_in_a_plan_stands_in_place_of_the_plans_throttle()
    {
        var planned = await PlannedApi.DeployAsync(gateway, $$""" "throttle":{{{Never}},"burstLimit":1} """, $$""" {"/pets/GET":{ {{Never}},"burstLimit":2} } """);
        var key = await planned.AddKeyAsync();

        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/pets", key.Value, 3));
        Assert.Equal([200, 429], await planned.StatusesAsync("/cats", key.Value, 2));
    }

    [Theory]
    [InlineData("/", "//GET", "get")]
    [InlineData("/a/{b}", "/a/{b}/GET", "get")]
    [InlineData("/a/{b}", "/a/{b}/GET", "any")]
    [InlineData("/a/{b}", "/a/{b}/ANY", "any")]
    [InlineData("/a/{b}", "/a/{b}/*", "get")]
    public async Task Methods_in_a_plan_are_named_by_path_and_verb(string path, string entry, string method)
    {
        var definition = OpenApi.Of(PlannedApi.Keyed(path, method).Replace("security:", "parameters: [ { name: b, in: path, required: true, schema: { type: string } } ]\n    security:", StringComparison.Ordinal), "components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }");
        var planned = await PlannedApi.DeployAsync(gateway, methods: $$""" {"{{entry}}":{ {{Never}},"burstLimit":1} } """, definition: definition);
        var key = await planned.AddKeyAsync();

        Assert.Equal([200, 429], await planned.StatusesAsync(path, key.Value, 2));
    }

    [Fact]
    public async Task A_stages_settings_hold_for_all_callers_together_method_by_method()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var (key, other) = (await planned.AddKeyAsync(), await planned.AddKeyAsync());
        await planned.PatchStageAsync(("/*/*/throttling/rateLimit", "0.0001"), ("/*/*/throttling/burstLimit", "2"));

        Assert.Equal([200], await planned.StatusesAsync("/pets", key.Value, 1));
        Assert.Equal([200, 429], await planned.StatusesAsync("/pets", other.Value, 2));
        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/cats", other.Value, 3));
        Assert.Equal([200, 200, 429], await planned.StatusesAsync("/open", "", 3));
        (await planned.GetAsync("/open", "")).IsRefusal(429, "TooManyRequestsException", TooMany);
    }

    [Fact]
    public async Task Unknown_keys_are_held_to_the_stages_settings_too()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        await planned.PatchStageAsync(("/~1pets/GET/throttling/rateLimit", "0.0001"), ("/~1pets/GET/throttling/burstLimit", "2"));

        Assert.Equal([403, 403, 429], await planned.StatusesAsync("/pets", "a-key-that-nobody-ever-made", 3));
        Assert.Equal([403, 403, 403], await planned.StatusesAsync("/cats", "a-key-that-nobody-ever-made", 3));
    }

    [Fact]
    public async Task A_methods_own_settings_go_before_those_of_all()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        await planned.PatchStageAsync(("/*/*/throttling/rateLimit", "0.0001"), ("/*/*/throttling/burstLimit", "1"), ("/~1open/GET/throttling/burstLimit", "-1"), ("/~1pets/GET/throttling/burstLimit", "0"));

        Assert.Equal([200, 200, 200], await planned.StatusesAsync("/open", "", 3));
        Assert.Equal([429], await planned.StatusesAsync("/pets", "", 1));
        Assert.Equal([403, 429], await planned.StatusesAsync("/cats", "", 2));
    }

    [Theory]
    [InlineData("/", "get", "/~1/GET", 429)]
    [InlineData("/a/{b}", "get", "/~1a~1{b}/GET", 429)]
    [InlineData("/a/{b}", "get", "/~1a~1{b}/POST", 200)]
    [InlineData("/a/{b}", "any", "/~1a~1{b}/GET", 429)]
    [InlineData("/a/{b}", "any", "/~1a~1{b}/POST", 200)]
    [InlineData("/a/{b}", "any", "/~1a~1{b}/ANY", 429)]
    [InlineData("/a/{b}", "any", "/*/*", 429)]
    public async Task Settings_name_a_method_by_its_path(string path, string method, string settings, int status)
    {
        var declared = path.Contains('{', StringComparison.Ordinal) ? "parameters: [ { name: b, in: path, required: true, schema: { type: string } } ]" : "";
        var mock = """
            type: mock
            requestTemplates: { application/json: '{"statusCode": 200}' }
            responses: { default: { statusCode: "200" } }
            """;
        var planned = await PlannedApi.DeployAsync(gateway, definition: OpenApi.Of(OpenApi.Path(path, method, mock, declared)));

        await planned.PatchStageAsync(($"{settings}/throttling/rateLimit", "0"), ($"{settings}/throttling/burstLimit", "0"));

        Assert.Equal([status], await planned.StatusesAsync(path, "", 1));
    }

    [Fact]
    public async Task A_deployment_does_not_fill_the_buckets_of_its_stage()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        await planned.PatchStageAsync(("/*/*/throttling/rateLimit", "0.0001"), ("/*/*/throttling/burstLimit", "1"));
        Assert.Equal([200, 429], await planned.StatusesAsync("/open", "", 2));

        await planned.Api.DeployAsync();

        Assert.Equal([429], await planned.StatusesAsync("/open", "", 1));
    }

    [Fact]
    public async Task The_account_has_a_limit_of_its_own()
    {
        var small = new RunningGateway { RateLimit = 0.0001, BurstLimit = 2 };
        await small.InitializeAsync();
        var api = await small.DeployAsync(OpenApi.Of(OpenApi.Mock("/a")));
        var other = await small.DeployAsync(OpenApi.Of(OpenApi.Mock("/a")));

        Assert.Equal(200, (await api.GetAsync("/a")).Status);
        Assert.Equal(200, (await other.GetAsync("/a")).Status);
        (await api.GetAsync("/a")).IsRefusal(429, "TooManyRequestsException", TooMany);
        Assert.Contains("\"throttleSettings\":{\"burstLimit\":2,\"rateLimit\":0.0001}", System.Text.Encoding.UTF8.GetString((await small.ControlAsync("GET", "/account", "", "")).Span), StringComparison.Ordinal);
        await small.DisposeAsync();
    }
}
