using Portico.Hosting;
using Portico.Tests.Running;

namespace Portico.Tests.Hosting;

public sealed class IdleMemoryTests : IDisposable
{
    private const long Megabyte = 1024 * 1024;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly HeldTime _time = new();
    private readonly IdleMemory _memory;
    private long _allocated;
    private int _collections;

    public IdleMemoryTests() => _memory = new IdleMemory(_time, () => _allocated, () => _collections++);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Nothing_is_collected_while_requests_are_served()
    {
        for (var second = 0; second < 10; second++)
        {
            _allocated += 20 * Megabyte;
            _time.Advance(Second);
        }

        Assert.Equal(0, _collections);
    }

    [Fact]
    public void What_work_left_behind_is_collected_once_when_it_is_over()
    {
        _allocated += 20 * Megabyte;
        for (var second = 0; second < 10; second++) _time.Advance(Second);

        Assert.Equal(1, _collections);
    }

    [Fact]
    public void A_little_work_is_not_worth_a_collection()
    {
        _allocated += 7 * Megabyte;
        for (var second = 0; second < 10; second++) _time.Advance(Second);

        Assert.Equal(0, _collections);
    }

    [Fact]
    public void The_clocks_of_a_gateway_at_rest_do_not_count_as_work()
    {
        _allocated += 20 * Megabyte;
        for (var second = 0; second < 10; second++)
        {
            _allocated += 10 * 1024;
            _time.Advance(Second);
        }

        Assert.Equal(1, _collections);
    }
}
