using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Targets;
using Portico.Integrations.Http.Upstream;
using Portico.Tests.Running;

namespace Portico.Tests.BackEnds;

/// <summary>What is done beyond API Gateway, where the settings ask for it: several targets, retries, health checks, circuits.</summary>
public sealed class TargetTests
{
    private const string Name = "http://orders.internal";

    [Fact]
    public async Task Calls_go_to_one_address_after_the_other_and_keep_the_host_that_they_are_for()
    {
        using var first = BackEnd.Answering(BackEnd.Ok("first"));
        using var second = BackEnd.Answering(BackEnd.Ok("second"));
        using var backEnds = Of(new TargetGroupSettings { Name = Name, Addresses = Addresses(first.Url, second.Url) });

        string[] answers = [await TextAsync(backEnds), await TextAsync(backEnds), await TextAsync(backEnds), await TextAsync(backEnds)];

        Assert.Equal(2, answers.Count(answer => answer == "first"));
        Assert.Equal(2, answers.Count(answer => answer == "second"));
        Assert.NotEqual(answers[0], answers[1]);
        Assert.Equal("orders.internal", (await first.NextAsync())["Host"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Where_nobody_listens_the_next_address_is_called_and_the_dead_one_left_alone(string method)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("ok"));
        using var backEnds = Of(new TargetGroupSettings { Name = Name, Addresses = Addresses($"http://127.0.0.1:{FreePort.Closed()}", backEnd.Url) });

        for (var time = 0; time < 4; time++) Assert.Equal((200, "ok"), await backEnds.CallAsync(Upstreams.Request(Name, method, "body")));

        Assert.Equal(1, backEnd.Connections);
    }

    [Theory]
    [InlineData("GET", 503, 200)]
    [InlineData("GET", 500, 500)]
    [InlineData("POST", 503, 503)]
    public async Task An_answer_that_counts_as_a_failure_is_asked_for_again_where_that_does_no_harm(string method, int first, int expected)
    {
        var calls = 0;
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync(Interlocked.Increment(ref calls) == 1 ? BackEnd.Response($"{first} Failed", "bad", "X-Try: 1") : BackEnd.Ok("ok", "X-Try: 2"));
            return true;
        });
        using var backEnds = Of(new TargetGroupSettings { Name = Name, Addresses = Addresses(backEnd.Url), Retry = new RetrySettings(2) { Statuses = [503], Delay = TimeSpan.Zero } });
        var headers = new HeaderList();

        Assert.Equal(expected, (await backEnds.CallAsync(Upstreams.Request(Name, method), headers)).Status);

        Assert.Equal(expected == 200 ? 2 : 1, calls);
        Assert.Equal(expected == 200 ? "2" : "1", headers.Joined("X-Try"));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_broken_answer_is_asked_for_again_as_often_as_allowed(int times, bool succeeds)
    {
        var calls = 0;
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            if (Interlocked.Increment(ref calls) <= 2) return false;
            await connection.SendAsync(BackEnd.Ok("ok"));
            return true;
        });
        using var backEnds = Of(new TargetGroupSettings { Name = Name, Addresses = Addresses(backEnd.Url), Retry = new RetrySettings(times) { Delay = TimeSpan.Zero } });

        if (succeeds) Assert.Equal((200, "ok"), await backEnds.CallAsync(Upstreams.Request(Name)));
        else Assert.Equal(UpstreamError.Broken, (await backEnds.FailureAsync(Upstreams.Request(Name))).Error);

        Assert.Equal(1 + times, calls);
    }

    [Fact]
    public async Task A_circuit_opens_after_failures_in_a_row_and_lets_one_call_try_later()
    {
        var fails = true;
        var calls = 0;
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            Interlocked.Increment(ref calls);
            await connection.SendAsync(fails ? BackEnd.Response("503 Failed", "bad") : BackEnd.Ok("ok"));
            return true;
        });
        var time = new HeldTime();
        using var backEnds = Of(
            new TargetGroupSettings { Name = Name, Addresses = Addresses(backEnd.Url), CircuitBreaker = new CircuitBreakerSettings(3, TimeSpan.FromSeconds(30)) }, time);

        for (var failure = 0; failure < 3; failure++) Assert.Equal(503, (await backEnds.CallAsync(Upstreams.Request(Name))).Status);
        var cut = await backEnds.FailureAsync(Upstreams.Request(Name));
        Assert.Equal((UpstreamError.CutOff, $"no address of {Name} is called at present, after failures in a row", 3), (cut.Error, cut.Message, calls));

        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(503, (await backEnds.CallAsync(Upstreams.Request(Name))).Status);
        Assert.Equal(UpstreamError.CutOff, (await backEnds.FailureAsync(Upstreams.Request(Name))).Error);

        fails = false;
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await backEnds.CallAsync(Upstreams.Request(Name))).Status);
        Assert.Equal(200, (await backEnds.CallAsync(Upstreams.Request(Name))).Status);
        Assert.Equal(6, calls);
    }

    [Fact]
    public async Task An_address_whose_health_checks_fail_is_not_called_until_they_are_good_again()
    {
        var isWell = false;
        using var sick = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync(received.Target != "/health" ? BackEnd.Ok("sick") : isWell ? BackEnd.Ok("") : BackEnd.Response("500 Failed", "bad"));
            return true;
        });
        using var well = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync(BackEnd.Ok("well"));
            return true;
        });
        var time = new HeldTime();
        using var backEnds = Of(
            new TargetGroupSettings
            {
                Name = Name,
                Addresses = Addresses(sick.Url, well.Url),
                HealthCheck = new HealthCheckSettings("/health") { Interval = TimeSpan.FromSeconds(1), HealthyThreshold = 1, UnhealthyThreshold = 1 },
            },
            time);

        backEnds.StartHealthChecks();
        await NextRoundAsync();
        for (var call = 0; call < 4; call++) Assert.Equal("well", await TextAsync(backEnds));

        isWell = true;
        await NextRoundAsync();
        string[] answers = [await TextAsync(backEnds), await TextAsync(backEnds)];
        Assert.Equal(["sick", "well"], answers.Order(StringComparer.Ordinal));

        // The second address is asked after the first one: what it was asked says that the round has come that far.
        async Task NextRoundAsync()
        {
            time.Advance(TimeSpan.FromSeconds(1));
            while ((await well.NextAsync()).Target != "/health")
            {
            }
        }
    }

    [Theory]
    [InlineData("http://10.0.0.5:8080", "http://10.0.0.5:8080")]
    [InlineData("https://orders.internal", "https://orders.internal:443")]
    [InlineData("10.0.0.5:8080", "10.0.0.5:8080")]
    [InlineData("10.0.0.5", "10.0.0.5")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("http://10.0.0.5/path", null)]
    [InlineData("ftp://10.0.0.5", null)]
    [InlineData("http://", null)]
    [InlineData("a b", null)]
    public void An_address_is_a_scheme_a_host_and_a_port(string text, string? expected) => Assert.Equal(expected, TargetAddress.TryParse(text)?.ToString());

    private static async Task<string> TextAsync(IUpstreamClient client) => (await client.CallAsync(Upstreams.Request(Name))).Text;

    private static ImmutableArray<TargetAddress> Addresses(params string[] urls) => [.. urls.Select(url => TargetAddress.TryParse(url)!)];

    private static Integrations.Http.BackEnds Of(TargetGroupSettings group, TimeProvider? time = null)
    {
        var none = new BackEndSettings();
        return new Integrations.Http.BackEnds(none with { Targets = none.Targets.Add(Name, group) }, time ?? TimeProvider.System, NullLogger<Integrations.Http.BackEnds>.Instance);
    }
}
