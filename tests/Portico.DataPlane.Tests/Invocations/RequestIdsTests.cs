using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Tests.Invocations;

public sealed class RequestIdsTests
{
    [Fact]
    public void A_request_id_is_a_version_4_UUID()
    {
        var ids = new RequestIds();

        for (var round = 0; round < 1000; round++) Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", ids.NextRequestId());
    }

    [Fact]
    public void An_extended_request_id_is_sixteen_base64_characters_that_end_in_an_equals_sign()
    {
        var ids = new RequestIds();

        for (var round = 0; round < 1000; round++) Assert.Matches("^[A-Za-z0-9+/]{15}=$", ids.NextExtendedRequestId());
    }

    [Fact]
    public void A_trace_root_bears_the_second_in_which_it_began() => Assert.Matches("^1-65f00000-[0-9a-f]{24}$", new RequestIds().NextTraceRoot(0x65f00000));

    [Fact]
    public void Ids_do_not_repeat_across_threads()
    {
        var ids = new RequestIds();

        var all = Enumerable.Range(0, 20_000).AsParallel().Select(_ => ids.NextRequestId()).ToHashSet();

        Assert.Equal(20_000, all.Count);
    }

    [Fact]
    public void A_seed_gives_the_same_ids_at_each_run() => Assert.Equal(new RequestIds(7).NextRequestId(), new RequestIds(7).NextRequestId());
}
