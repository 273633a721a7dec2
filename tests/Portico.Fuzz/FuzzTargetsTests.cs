namespace Portico.Fuzz;

public sealed class FuzzTargetsTests
{
    [Theory]
    [InlineData("vtl", 4000)]
    [InlineData("jsonpath", 20_000)]
    [InlineData("schema", 4000)]
    public void A_short_run_finds_nothing(string name, int runs)
    {
        var fuzzer = new Fuzzer(FuzzTargets.Find(name)!, Corpus.Of(name), seed: 7);

        Assert.Null(fuzzer.Run(done => done >= runs));
        Assert.True(fuzzer.Runs >= runs);
    }

    [Fact]
    public void A_target_that_throws_is_found()
    {
        var failure = new Fuzzer(new Brittle(), ["seed"], seed: 1).Run(done => done >= 10_000);

        Assert.NotNull(failure);
        Assert.Contains('$', failure.Input);
    }

    private sealed class Brittle : IFuzzTarget
    {
        public string Name => "brittle";

        public IReadOnlyList<string> Words => ["$"];

        public void Take(string input)
        {
            if (input.Contains('$')) throw new BrokenPromiseException("it holds a dollar");
        }
    }
}
