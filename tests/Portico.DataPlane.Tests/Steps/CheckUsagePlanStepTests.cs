using System.Collections.Frozen;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Steps;
using Portico.DataPlane.Traffic;
using Portico.State.Traffic;

namespace Portico.DataPlane.Tests.Steps;

public sealed class CheckUsagePlanStepTests : IDisposable
{
    private const string Value = "the-value-of-a-key-0000";

    private readonly TrafficControl _traffic = TrafficControl.WithoutKeys();
    private readonly Invocation _invocation = new(new RequestIds(1), TimeProvider.System);

    public CheckUsagePlanStepTests()
    {
        var limits = new CallerLimits { QuotaStep = 1000 };
        var plan = new CompiledUsagePlan(
            "plan", FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("api/prod", new CompiledPlanStage(limits, FrozenDictionary<string, CallerLimits>.Empty))]), new BucketSet(0));
        _traffic.Replace(ApiKeyTable.Of([new ApiKeyMember(Value, plan, _traffic.Counters.NewCaller("plan", "key1"))]));
    }

    public void Dispose() => _invocation.Dispose();

    [Fact]
    public async Task The_key_that_an_authorizer_named_lets_the_caller_in()
    {
        var pipeline = new RestPipeline { Authorize = new NamingAuthorizer(Value), CheckUsagePlan = new CheckUsagePlanStep(_traffic, true, "api/prod", [["/a/GET"]]), Integrate = Done.Instance };

        Assert.Null(await RestPipeline.RunAsync(_invocation, pipeline.Steps));
        Assert.Equal((Value, "key1"), (_invocation.ApiKey, _invocation.ApiKeyId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("key1")]
    [InlineData("another-value-of-a-key")]
    public async Task A_key_that_is_none_keeps_the_caller_out_wherever_it_came_from(string? named)
    {
        var pipeline = new RestPipeline { Authorize = new NamingAuthorizer(named), CheckUsagePlan = new CheckUsagePlanStep(_traffic, true, "api/prod", [["/a/GET"]]), Integrate = Done.Instance };

        Assert.Equal(GatewayFault.InvalidApiKey.Type, (await RestPipeline.RunAsync(_invocation, pipeline.Steps))?.Type);
        Assert.Equal((named, null), (_invocation.ApiKey, _invocation.ApiKeyId));
    }

    [Fact]
    public void A_request_with_a_key_allocates_nothing()
    {
        var step = new CheckUsagePlanStep(_traffic, true, "api/prod", [["/a/GET"]]);
        _invocation.UsageIdentifierKey = Value;
        Assert.True(IsGrantedAtOnce(step));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var request = 0; request < 100; request++) Assert.True(IsGrantedAtOnce(step));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private bool IsGrantedAtOnce(CheckUsagePlanStep step)
    {
        var fault = step.RunAsync(_invocation);
        return fault.IsCompletedSuccessfully && fault.Result is null;
    }

    private sealed class NamingAuthorizer(string? key) : IStep
    {
        public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
        {
            invocation.UsageIdentifierKey = key;
            return default;
        }
    }

    private sealed class Done : IStep
    {
        internal static Done Instance { get; } = new();

        public ValueTask<GatewayFault?> RunAsync(Invocation invocation) => default;
    }
}
