using System.Diagnostics;

namespace Portico.Fuzz;

/// <summary>Gives a target one text after the other and holds it to its promises: no exception, and an end in time.</summary>
internal sealed class Fuzzer(IFuzzTarget target, IReadOnlyList<string> corpus, int seed)
{
    // Far above what the limits allow on a busy machine; a text that is slow is a text that hangs a gateway.
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly List<string> _corpus = [.. corpus];
    private readonly Mutator _mutator = new(target.Words, seed);
    private string _running = "";
    private long _startedAt;

    public long Runs { get; private set; }

    /// <summary>The text that is being worked on for longer than allowed, or null. For a watchman on another thread.</summary>
    public string? Stuck => Volatile.Read(ref _startedAt) is var started and > 0 && Stopwatch.GetElapsedTime(started) > TimeLimit ? _running : null;

    /// <summary>Runs the seeds, then mutations until <paramref name="isOver"/>.</summary>
    /// <returns>The first failure, or null.</returns>
    public FuzzFailure? Run(Func<long, bool> isOver)
    {
        foreach (var text in corpus)
        {
            if (Try(text) is { } failure)
                return failure;
        }

        while (!isOver(Runs))
        {
            var text = _mutator.Next(_corpus);
            if (Try(text) is { } failure)
                return failure;

            // Now and then a mutation becomes a seed, so that several changes come together.
            if (Runs % 97 == 0 && _corpus.Count < 2000)
                _corpus.Add(text);
        }

        return null;
    }

    private FuzzFailure? Try(string text)
    {
        _running = text;
        var started = Stopwatch.GetTimestamp();
        Volatile.Write(ref _startedAt, started);
        Runs++;
        try
        {
            target.Take(text);
        }
        catch (Exception e)
        {
            return new FuzzFailure(text, e.ToString());
        }
        finally
        {
            Volatile.Write(ref _startedAt, 0);
        }

        var took = Stopwatch.GetElapsedTime(started);
        return took > TimeLimit ? new FuzzFailure(text, $"took {took.TotalSeconds:0.0} s") : null;
    }
}
