using System.Globalization;
using Portico.TestInvocations;
using Portico.Tests.Running;

namespace Portico.Tests.Traffic;

/// <summary>By itself: what other tests allocate would be taken for the gateway's.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;

[Collection(nameof(MeasuredMemory))]
public sealed class UnknownKeyMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_hundred_thousand_keys_tried_in_a_row_leave_the_gateway_as_it_was()
    {
        // More than an account takes at once.
        var own = new RunningGateway { RateLimit = 1e9, BurstLimit = int.MaxValue };
        await own.InitializeAsync();
        var planned = await PlannedApi.DeployAsync(own, """ "quota":{"limit":1000,"period":"DAY"} """);
        var key = await planned.AddKeyAsync();
        await TryAsync(0, 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await TryAsync(1000, 101_000);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Megabyte);
        Assert.Equal(200, (await planned.GetAsync("/pets", key.Value)).Status);
        await own.DisposeAsync();

        async Task TryAsync(int from, int to)
        {
            for (var number = from; number < to; number++)
            {
                var sent = $"a-key-that-is-tried-{number.ToString("00000000", CultureInfo.InvariantCulture)}";
                using var exchange = new InMemoryExchange("GET", $"/{planned.Api.Stage}/pets", [("Host", planned.Api.Host), ("x-api-key", sent)], [], CancellationToken.None);
                using var invocation = own.Host.Gateway.NewInvocation();
                await own.Host.Gateway.HandleAsync(exchange.Features, invocation);
                if (exchange.Status != 403) Assert.Fail($"{sent} was answered {exchange.Status}");
            }
        }
    }
}
