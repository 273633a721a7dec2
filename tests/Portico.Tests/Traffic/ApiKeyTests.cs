using Portico.Tests.Running;

namespace Portico.Tests.Traffic;

/// <summary>Who gets into a method that requires an API key.</summary>
public sealed class ApiKeyTests(RunningGateway gateway)
{
    private const string Forbidden = """{"message":"Forbidden"}""";

    [Fact]
    public async Task A_key_of_a_plan_of_the_stage_gets_in_and_the_context_names_it()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var key = await planned.AddKeyAsync();

        (await planned.GetAsync("/pets", key.Value)).Is(200, $"{key.Value} {key.Id}");
        (await planned.Api.GetAsync("/pets", ("X-API-Key", key.Value))).Is(200, $"{key.Value} {key.Id}");
    }

    [Fact]
    public async Task Nobody_else_gets_in()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var disabled = await planned.AddKeyAsync(enabled: false);
        var planless = await PlannedApi.NewKeyAsync(gateway);
        var elsewhere = await (await PlannedApi.DeployAsync(gateway)).AddKeyAsync();

        foreach (var sent in new[] { "", "short", "a-key-that-nobody-ever-made", new string('k', 129), new string('k', 5000), disabled.Value, planless.Value, elsewhere.Value, elsewhere.Id })
        {
            (await planned.GetAsync("/pets", sent)).IsRefusal(403, "ForbiddenException", Forbidden);
        }

        (await planned.Api.GetAsync("/pets")).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Fact]
    public async Task A_method_that_requires_no_key_takes_no_notice_of_one()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "throttle":{"rateLimit":0,"burstLimit":0} """);
        var key = await planned.AddKeyAsync();

        Assert.Equal(200, (await planned.Api.GetAsync("/open")).Status);
        Assert.Equal(200, (await planned.GetAsync("/open", key.Value)).Status);
    }

    [Fact]
    public async Task Another_stage_of_the_api_is_not_opened_until_the_plan_has_it()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var key = await planned.AddKeyAsync();
        var other = new DeployedApi(gateway, planned.Api.Id, "other");
        await other.DeployAsync();

        Assert.Equal(403, (await other.GetAsync("/pets", ("x-api-key", key.Value))).Status);
        await planned.PatchPlanAsync(("add", "/apiStages", $"{planned.Api.Id}:other"));
        Assert.Equal(200, (await other.GetAsync("/pets", ("x-api-key", key.Value))).Status);
    }

    [Fact]
    public async Task Every_change_of_a_key_or_plan_holds_from_the_next_request_on()
    {
        var planned = await PlannedApi.DeployAsync(gateway);
        var key = await planned.AddKeyAsync();
        Assert.Equal(200, await StatusAsync());

        await planned.PatchAsync($"/apikeys/{key.Id}", ("replace", "/enabled", "false"));
        Assert.Equal(403, await StatusAsync());
        await planned.PatchAsync($"/apikeys/{key.Id}", ("replace", "/enabled", "true"));
        Assert.Equal(200, await StatusAsync());

        await gateway.ControlAsync("DELETE", $"/usageplans/{planned.PlanId}/keys/{key.Id}", "", "");
        Assert.Equal(403, await StatusAsync());
        await planned.JoinAsync(key.Id);
        Assert.Equal(200, await StatusAsync());

        await planned.PatchPlanAsync(("replace", "/throttle/rateLimit", "0"), ("replace", "/throttle/burstLimit", "0"));
        Assert.Equal(429, await StatusAsync());
        await planned.PatchPlanAsync(("remove", "/throttle", null));
        Assert.Equal(200, await StatusAsync());

        await planned.PatchPlanAsync(("remove", "/apiStages", $"{planned.Api.Id}:{planned.Api.Stage}"));
        Assert.Equal(403, await StatusAsync());
        await planned.PatchPlanAsync(("add", "/apiStages", $"{planned.Api.Id}:{planned.Api.Stage}"));
        Assert.Equal(200, await StatusAsync());

        await gateway.ControlAsync("DELETE", $"/apikeys/{key.Id}", "", "");
        Assert.Equal(403, await StatusAsync());

        async Task<int> StatusAsync() => (await planned.GetAsync("/pets", key.Value)).Status;
    }

    [Fact]
    public async Task A_key_in_two_plans_has_that_of_the_stage()
    {
        var first = await PlannedApi.DeployAsync(gateway);
        var second = await PlannedApi.DeployAsync(gateway, """ "throttle":{"rateLimit":0,"burstLimit":0} """);
        var key = await first.AddKeyAsync();
        await second.JoinAsync(key.Id);

        Assert.Equal(200, (await first.GetAsync("/pets", key.Value)).Status);
        Assert.Equal(429, (await second.GetAsync("/pets", key.Value)).Status);
    }

    [Fact]
    public async Task Requests_in_flight_are_not_harmed_by_changes()
    {
        var planned = await PlannedApi.DeployAsync(gateway, """ "quota":{"limit":1000000,"period":"DAY"} """);
        var key = await planned.AddKeyAsync();
        using var stopping = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var statuses = new HashSet<int>();
            while (!stopping.IsCancellationRequested) statuses.Add((await planned.GetAsync("/pets", key.Value)).Status);
            return statuses;
        })).ToList();

        for (var change = 0; change < 60; change++)
        {
            await planned.PatchPlanAsync(("replace", "/quota/limit", $"{1000000 + change}"));
            if (change % 10 == 0) await planned.AddKeyAsync();
        }

        await stopping.CancelAsync();
        Assert.All(await Task.WhenAll(callers), statuses => Assert.Equal([200], statuses));
    }

    [Fact]
    public async Task Where_the_key_comes_from_an_authorizer_the_header_is_none()
    {
        var planned = await PlannedApi.DeployAsync(
            gateway,
            definition: OpenApi.Of(PlannedApi.Keyed("/pets", "get"), "x-amazon-apigateway-api-key-source: AUTHORIZER\ncomponents: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }"));
        var key = await planned.AddKeyAsync();

        (await planned.GetAsync("/pets", key.Value)).IsRefusal(403, "ForbiddenException", Forbidden);
    }
}
