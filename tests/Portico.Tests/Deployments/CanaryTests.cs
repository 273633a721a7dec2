using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Stages;
using Portico.TestInvocations;
using Portico.Tests.Caching;
using Portico.Tests.Running;

namespace Portico.Tests.Deployments;

/// <summary>A second deployment that takes a share of a stage's requests.</summary>
public sealed class CanaryTests(RunningGateway gateway)
{
    private const string Stage = "test";

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12.5)]
    [InlineData(50)]
    [InlineData(100)]
    public async Task The_share_of_requests_is_that_of_the_setting(double percent)
    {
        const int requests = 100_000;
        var api = await DeployCanaryAsync(percent);
        var gate = new RestGateway(gateway.Host.Stages, new RequestIds(), TimeProvider.System, new NoRequestObserver(), NullLogger<RestGateway>.Instance);
        var canaries = 0;
        for (var request = 0; request < requests; request++)
        {
            using var exchange = new InMemoryExchange("GET", $"/_aws/execute-api/{api.Id}/{Stage}/pets", ImmutableArray<(string, string)>.Empty, [], CancellationToken.None);
            using var invocation = gate.NewInvocation();
            await gate.HandleAsync(exchange.Features, invocation);
            if (exchange.AnswerBody.StartsWith("second", StringComparison.Ordinal)) canaries++;
        }

        // Six times the deviation of a binomial count: exceeded once in five hundred million runs.
        var share = percent / 100;
        var bound = 6 * Math.Sqrt(requests * share * (1 - share));
        Assert.InRange(canaries, (requests * share) - bound, (requests * share) + bound);
    }

    [Fact]
    public async Task A_canary_has_its_own_deployment_and_variables_and_says_so()
    {
        var api = await DeployCanaryAsync(100, ("who", "canary"));
        Assert.Equal("second test canary true", (await api.GetAsync("/pets")).Text);

        await PatchAsync(api, ("replace", "/canarySettings/percentTraffic", "0", null));
        Assert.Equal("first test stage false", (await api.GetAsync("/pets")).Text);
    }

    [Fact]
    public async Task Without_a_canary_nothing_is_said_of_one()
    {
        var api = await gateway.DeployAsync(Definition("first"), Stage, ("who", "stage"));

        Assert.Equal("first test stage ", (await api.GetAsync("/pets")).Text);
    }

    [Fact]
    public async Task A_canary_is_promoted_by_copies_and_goes_when_it_is_removed()
    {
        var api = await DeployCanaryAsync(0, ("who", "canary"));
        Assert.Equal("first test stage false", (await api.GetAsync("/pets")).Text);

        await PatchAsync(
            api,
            ("copy", "/deploymentId", null, "/canarySettings/deploymentId"),
            ("copy", "/variables", null, "/canarySettings/stageVariableOverrides"),
            ("replace", "/canarySettings/percentTraffic", "0.0", null));
        Assert.Equal("second test canary false", (await api.GetAsync("/pets")).Text);
        await PatchAsync(api, ("remove", "/canarySettings", null, null));

        Assert.Equal("second test canary ", (await api.GetAsync("/pets")).Text);
    }

    [Fact]
    public async Task A_canary_begins_with_a_patch_of_its_deployment()
    {
        var api = await gateway.DeployAsync(Definition("first"), Stage, ("who", "stage"));
        await api.OverwriteAsync(Definition("second"));
        var second = JsonNode.Parse((await gateway.ControlAsync("POST", $"/restapis/{api.Id}/deployments", "", "{}")).Span)!["id"]!.GetValue<string>();

        await PatchAsync(api, ("replace", "/canarySettings/deploymentId", second, null), ("replace", "/canarySettings/stageVariableOverrides/who", "patched", null));
        Assert.Equal("first test stage false", (await api.GetAsync("/pets")).Text);
        await PatchAsync(api, ("replace", "/canarySettings/percentTraffic", "100", null));

        Assert.Equal("second test patched true", (await api.GetAsync("/pets")).Text);
    }

    [Fact]
    public async Task A_client_stays_on_its_side_where_a_header_decides()
    {
        var api = await DeployCanaryAsync(50);
        var sides = new Dictionary<string, bool>(StringComparer.Ordinal);
        var choice = new CanaryChoice(gateway.Host.Stages.Find(api.Id, Stage)!, 50, "X-User", () => throw new InvalidOperationException("Nothing is drawn."));

        for (var round = 0; round < 3; round++)
        {
            for (var user = 0; user < 1_000; user++)
            {
                var isCanary = await ChosenAsync(choice, $"user-{user}");
                if (!sides.TryAdd($"user-{user}", isCanary)) Assert.Equal(sides[$"user-{user}"], isCanary);
            }
        }

        Assert.InRange(sides.Values.Count(isCanary => isCanary), 400, 600);
    }

    [Theory]
    [InlineData(0u, true)]
    [InlineData(0x3FFFFFFFu, true)]
    [InlineData(0x40000000u, false)]
    [InlineData(0xFFFFFFFFu, false)]
    public async Task A_request_without_the_header_is_drawn(uint drawn, bool isCanary)
    {
        var api = await DeployCanaryAsync(25);
        var choice = new CanaryChoice(gateway.Host.Stages.Find(api.Id, Stage)!, 25, "X-User", () => drawn);

        Assert.Equal(isCanary, await ChosenAsync(choice, user: null));
    }

    [Fact]
    public async Task A_canary_keeps_its_own_answers()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        await gateway.ControlAsync("POST", $"/restapis/{cached.Api.Id}/deployments", "", """{"stageName":"test","canarySettings":{"percentTraffic":0}}""");
        Assert.Equal(["call 1", "call 1"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);

        await cached.PatchAsync(("/canarySettings/percentTraffic", "100"));
        Assert.Equal(["call 2", "call 2"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);
        await cached.PatchAsync(("/canarySettings/percentTraffic", "0"));
        Assert.Equal("call 1", await cached.TextAsync("/pets"));
        await cached.FlushAsync();
        await cached.PatchAsync(("/canarySettings/percentTraffic", "100"));
        Assert.Equal("call 3", await cached.TextAsync("/pets"));
    }

    [Theory]
    [InlineData("false", "call 2")]
    [InlineData("true", "call 1")]
    public async Task A_canary_that_uses_the_stages_cache_shares_the_answers_of_the_same_deployment(string useStageCache, string text)
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        await cached.PatchAsync(("/canarySettings/percentTraffic", "0"), ("/canarySettings/useStageCache", useStageCache));
        Assert.Equal("call 1", await cached.TextAsync("/pets"));

        await cached.PatchAsync(("/canarySettings/percentTraffic", "100"));

        Assert.Equal(text, await cached.TextAsync("/pets"));
    }

    private static string Definition(string name) => OpenApi.Of(OpenApi.Mock("/pets", $"{name} $context.stage $stageVariables.who $context.isCanaryRequest"));

    private async Task<DeployedApi> DeployCanaryAsync(double percent, params (string Name, string Value)[] overrides)
    {
        var api = await gateway.DeployAsync(Definition("first"), Stage, ("who", "stage"));
        await api.OverwriteAsync(Definition("second"));
        var settings = new { percentTraffic = percent, stageVariableOverrides = overrides.ToDictionary(pair => pair.Name, pair => pair.Value) };
        await gateway.ControlAsync("POST", $"/restapis/{api.Id}/deployments", "", JsonSerializer.Serialize(new { stageName = Stage, canarySettings = settings }));
        return api;
    }

    private Task<ReadOnlyMemory<byte>> PatchAsync(DeployedApi api, params (string Op, string Path, string? Value, string? From)[] operations) => gateway.ControlAsync(
        "PATCH", $"/restapis/{api.Id}/stages/{Stage}", "",
        JsonSerializer.Serialize(new { patchOperations = operations.Select(each => new { op = each.Op, path = each.Path, value = each.Value, from = each.From }) }));

    // A request as a gateway without any stage sees it: bound, and refused.
    private static async Task<bool> ChosenAsync(CanaryChoice choice, string? user)
    {
        var observer = new Choosing(choice);
        var gate = new RestGateway(new StageTable(), new RequestIds(), TimeProvider.System, observer, NullLogger<RestGateway>.Instance);
        using var invocation = gate.NewInvocation();
        using var exchange = new InMemoryExchange("GET", "/pets", user is null ? [] : [("X-User", user)], [], CancellationToken.None);
        await gate.HandleAsync(exchange.Features, invocation);
        return observer.Chosen is not null;
    }

    private sealed class Choosing(CanaryChoice choice) : IRequestObserver
    {
        internal CompiledStage? Chosen { get; private set; }

        public void Answered(Invocation invocation, GatewayFault? fault) => Chosen = choice.Choose(invocation);

        public void Refused(Invocation invocation, int status) => Chosen = choice.Choose(invocation);
    }
}
