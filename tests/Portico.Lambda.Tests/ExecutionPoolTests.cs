using Portico.Lambda.Calls;
using Portico.Lambda.Tests.Running;
using Portico.Model.Lambda;

namespace Portico.Lambda.Tests;

public sealed class ExecutionPoolTests
{
    [Fact]
    public async Task Functions_that_nobody_calls_have_no_process()
    {
        await using var bench = new FunctionBench();
        for (var index = 0; index < 100; index++) bench.Node("export const handler = async () => 1;");

        Assert.Equal(0, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task Calls_at_the_same_time_run_in_processes_of_their_own()
    {
        await using var bench = new FunctionBench();

        // Each waits until the others are there, so that this ends only when they run side by side.
        var function = bench.Python("""
            import os, time, pathlib
            def handler(event, context):
                folder = pathlib.Path(os.environ["TMPDIR"]).parent
                (folder / f"here-{os.getpid()}").touch()
                while len(list(folder.glob("here-*"))) < 3: time.sleep(0.005)
                return os.getpid()
            """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => bench.CallAsync(function)));

        Assert.Equal(3, answers.Distinct().Count());
        Assert.All(answers, answer => Assert.StartsWith("Succeeded ", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Short_calls_share_one_process_when_no_more_may_be_started()
    {
        await using var bench = new FunctionBench(new FunctionSettings { MaxEnvironments = 1 });
        var function = bench.Node("export const handler = async () => process.pid;");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => bench.CallAsync(function)));

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Reserved_concurrency_throttles_what_goes_beyond_it()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("export const handler = async () => 1;") with { ReservedConcurrentExecutions = 0 };

        Assert.Equal("Throttled ", await bench.CallAsync(function));
        Assert.Equal(0, bench.Invoker.EnvironmentCount);
    }

    [Fact]
    public async Task A_changed_version_runs_in_a_fresh_process()
    {
        await using var bench = new FunctionBench();
        var function = bench.Node("export const handler = async () => [process.env.TABLE, process.pid];");
        var before = await bench.CallAsync(function);
        var changed = function with
        {
            Latest = function.Latest with { RevisionId = "changed", Environment = function.Latest.Environment!.SetItem("TABLE", "owners") },
        };

        var after = await bench.CallAsync(changed);

        Assert.StartsWith("Succeeded [\"pets\",", before, StringComparison.Ordinal);
        Assert.StartsWith("Succeeded [\"owners\",", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_whose_time_is_over_before_a_process_is_free_is_not_run()
    {
        await using var bench = new FunctionBench(new FunctionSettings { MaxEnvironments = 1 });
        var function = bench.Python("import time\ndef handler(event, context): time.sleep(event['wait']); return 1");
        using var cancelled = new CancellationTokenSource();
        var first = bench.CallAsync(function, """{"wait":0.3}""");
        var second = bench.Invoker.InvokeAsync(new FunctionCall(function, null, "second").With("""{"wait":0}"""u8), function.Latest, cancelled.Token);

        await cancelled.CancelAsync();
        using var outcome = await second;

        Assert.Equal(InvocationStatus.NotStarted, outcome.Status);
        Assert.Equal("Succeeded 1", await first);
    }

    [Theory]
    [InlineData(null, "$LATEST")]
    [InlineData("$LATEST", "$LATEST")]
    [InlineData("2", "2")]
    [InlineData("live", "1")]
    [InlineData("3", null)]
    [InlineData("dead", null)]
    public void A_qualifier_means_a_version(string? qualifier, string? version) => Assert.Equal(version, Function.Resolve(qualifier, () => 0.5)?.Version);

    [Theory]
    [InlineData(0.0, "2")]
    [InlineData(0.29, "2")]
    [InlineData(0.3, "1")]
    [InlineData(0.99, "1")]
    public void The_weight_of_an_alias_is_the_share_of_its_second_version(double chance, string version) =>
        Assert.Equal(version, Function.Resolve("canary", () => chance)!.Version);

    private static LambdaFunction Function
    {
        get
        {
            var latest = new FunctionConfiguration
            {
                Runtime = "nodejs20.x",
                Role = "",
                Handler = "",
                Code = new FunctionCode { Sha256 = "", Size = 0 },
                RevisionId = "",
                LastModified = DateTimeOffset.UnixEpoch,
            };
            var aliases = LambdaAliases(new() { Name = "live", FunctionVersion = "1", RevisionId = "" }, new()
            {
                Name = "canary",
                FunctionVersion = "1",
                AdditionalVersionWeights = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("2", 0.3),
                RevisionId = "",
            });
            return new LambdaFunction { Name = "f", Arn = "", Latest = latest, Versions = [latest with { Version = "1" }, latest with { Version = "2" }], Aliases = aliases };
        }
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, FunctionAlias> LambdaAliases(params FunctionAlias[] aliases) =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(aliases.Select(alias => KeyValuePair.Create(alias.Name, alias)));
}
