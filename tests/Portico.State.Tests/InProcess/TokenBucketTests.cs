using CsCheck;
using Portico.State.InProcess;
using Portico.State.Tests.Running;
using Portico.State.Traffic;

namespace Portico.State.Tests.InProcess;

public sealed class TokenBucketTests
{
    private readonly HeldClock _clock = new();
    private long _fullAt;

    [Fact]
    public void A_full_bucket_gives_its_burst_and_then_refills_smoothly()
    {
        var limit = new RateLimit(10, 3, _clock);
        Assert.Equal(3, TakeAll(limit));

        _clock.Move(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, TakeAll(limit));
        _clock.Move(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, TakeAll(limit));
        _clock.Move(TimeSpan.FromMilliseconds(250));
        Assert.Equal(2, TakeAll(limit));
        _clock.Move(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1, TakeAll(limit));
        _clock.Move(TimeSpan.FromHours(1));
        Assert.Equal(3, TakeAll(limit));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(0, 0)]
    public void A_limit_of_zero_lets_nothing_through(double rate, int burst)
    {
        _clock.Move(TimeSpan.FromDays(1));

        Assert.Equal(0, TakeAll(new RateLimit(rate, burst, _clock)));
    }

    [Theory]
    [InlineData(0.0001, int.MaxValue)]
    [InlineData(1e-300, 7)]
    [InlineData(1e300, 3)]
    [InlineData(double.MaxValue, int.MaxValue)]
    public void Limits_beyond_all_bounds_still_give_a_first_request(double rate, int burst) =>
        Assert.True(TokenBucket.TryTake(ref _fullAt, new RateLimit(rate, burst, _clock), _clock.GetTimestamp(), _clock));

    [Fact]
    public void A_clock_that_jumps_back_leaves_an_empty_bucket_that_refills_from_there()
    {
        var limit = new RateLimit(10, 5, _clock);
        _clock.Move(TimeSpan.FromDays(400));
        Assert.Equal(5, TakeAll(limit));

        _clock.Move(TimeSpan.FromDays(-365));
        Assert.Equal(0, TakeAll(limit));
        _clock.Move(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, TakeAll(limit));
        _clock.Move(TimeSpan.FromMilliseconds(500));
        Assert.Equal(5, TakeAll(limit));
    }

    [Fact]
    public void A_clock_that_jumps_ahead_fills_the_bucket_and_no_more()
    {
        var limit = new RateLimit(10, 5, _clock);
        Assert.Equal(5, TakeAll(limit));

        _clock.Move(TimeSpan.FromDays(3650));

        Assert.Equal(5, TakeAll(limit));
    }

    [Fact]
    public void A_bucket_that_was_emptied_under_a_slow_limit_is_held_to_a_fast_one_at_once()
    {
        Assert.Equal(1000, TakeAll(new RateLimit(1, 1000, _clock)));
        var fast = new RateLimit(1000, 10, _clock);

        Assert.Equal(0, TakeAll(fast));
        _clock.Move(TimeSpan.FromMilliseconds(5));
        Assert.Equal(5, TakeAll(fast));
    }

    [Fact]
    public void It_never_lets_through_more_than_its_burst_and_what_came_back_and_never_less_than_was_asked_for()
    {
        var moves = Gen.Select(Gen.Int[0, 50], Gen.Int[0, 400]).Array[1, 60];
        Gen.Select(Gen.Double[0.01, 2000], Gen.Int[1, 100], moves).Sample((rate, burst, steps) =>
        {
            var clock = new HeldClock();
            var limit = new RateLimit(rate, burst, clock);
            long fullAt = 0;
            var through = 0;
            var model = (double)burst;
            foreach (var (asked, milliseconds) in steps)
            {
                for (var request = 0; request < asked; request++)
                {
                    var taken = TokenBucket.TryTake(ref fullAt, limit, clock.GetTimestamp(), clock);
                    // A hundred nanoseconds are the clock's grain: a request that is due within them may come either way.
                    if (taken != (model >= 1) && Math.Abs(model - 1) > 1e-3 * (1 + rate / 100)) return false;
                    if (!taken) continue;
                    through++;
                    model--;
                }

                clock.Move(TimeSpan.FromMilliseconds(milliseconds));
                model = Math.Min(burst, model + rate * milliseconds / 1000);
                if (through > burst + rate * clock.GetTimestamp() / clock.TimestampFrequency + 1e-6) return false;
            }

            return true;
        });
    }

    [Fact]
    public void Parallel_callers_together_get_what_one_would()
    {
        Gen.Select(Gen.Double[1, 500], Gen.Int[1, 200], Gen.Int[1, 5]).Sample(
            (rate, burst, rounds) =>
            {
                var clock = new HeldClock();
                var limit = new RateLimit(rate, burst, clock);
                long fullAt = 0;
                long alone = 0;
                var (together, single) = (0, 0);
                for (var round = 0; round < rounds; round++)
                {
                    Parallel.For(0, 4, _ =>
                    {
                        for (var request = 0; request < 100; request++)
                        {
                            if (TokenBucket.TryTake(ref fullAt, limit, clock.GetTimestamp(), clock)) Interlocked.Increment(ref together);
                        }
                    });
                    for (var request = 0; request < 400; request++) single += TokenBucket.TryTake(ref alone, limit, clock.GetTimestamp(), clock) ? 1 : 0;
                    clock.Move(TimeSpan.FromMilliseconds(170));
                }

                return together == single;
            },
            iter: 50);
    }

    private int TakeAll(RateLimit limit)
    {
        var taken = 0;
        while (TokenBucket.TryTake(ref _fullAt, limit, _clock.GetTimestamp(), _clock)) taken++;
        return taken;
    }
}
