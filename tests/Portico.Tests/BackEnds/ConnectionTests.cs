using System.Net;
using System.Net.Sockets;
using Portico.Integrations.Http.Upstream;
using Portico.Tests.Running;

namespace Portico.Tests.BackEnds;

/// <summary>How many connections there are to a back end, and for how long.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Where_all_allowed_connections_are_in_use_a_call_waits_for_one_and_uses_it()
    {
        var mayAnswer = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await mayAnswer.Task;
            await connection.SendAsync(BackEnd.Ok("ok"));
            return true;
        });
        using var upstream = new HttpUpstream(TimeProvider.System, new UpstreamOptions { MaxConnections = 1 });

        var first = upstream.CallAsync(Upstreams.Request(backEnd.Url));
        await backEnd.NextAsync();
        var second = upstream.CallAsync(Upstreams.Request(backEnd.Url));
        Assert.False(second.IsCompleted);
        mayAnswer.SetResult();

        Assert.Equal((200, "ok"), await first);
        Assert.Equal((200, "ok"), await second);
        Assert.Equal(1, backEnd.Connections);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_used_again_makes_room_for_a_new_one()
    {
        var mayAnswer = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await mayAnswer.Task;
            await connection.SendAsync(BackEnd.Ok("ok", "Connection: close"));
            return false;
        });
        using var upstream = new HttpUpstream(TimeProvider.System, new UpstreamOptions { MaxConnections = 1 });

        var calls = Enumerable.Range(0, 5).Select(_ => upstream.CallAsync(Upstreams.Request(backEnd.Url))).ToArray();
        mayAnswer.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal((200, "ok"), answer));
        Assert.Equal(5, backEnd.Connections);
    }

    [Fact]
    public async Task Waiting_for_a_connection_ends_with_the_calls_time_limit_and_the_next_call_is_served()
    {
        var mayAnswer = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await mayAnswer.Task;
            await connection.SendAsync(BackEnd.Ok("ok"));
            return true;
        });
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time, new UpstreamOptions { MaxConnections = 1 });

        var first = upstream.CallAsync(Upstreams.Request(backEnd.Url) with { TimeLimit = 10 * Upstreams.Limit });
        await backEnd.NextAsync();
        var second = upstream.FailureAsync(Upstreams.Request(backEnd.Url));
        time.Advance(1.1 * Upstreams.Limit);
        var failure = await second;
        mayAnswer.SetResult();

        Assert.Equal(UpstreamError.Timeout, failure.Error);
        Assert.Equal($"all 1 connections to 127.0.0.1:{backEnd.Port} that are allowed were in use", failure.Message);
        Assert.Equal((200, "ok"), await first);
        Assert.Equal((200, "ok"), await upstream.CallAsync(Upstreams.Request(backEnd.Url)));
        Assert.Equal(1, backEnd.Connections);
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_by_now_is_followed_once_a_connection_has_had_its_time()
    {
        using var backEnd = BackEnd.Answering();
        var address = IPAddress.Loopback;
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time, new UpstreamOptions { ConnectionLifetime = TimeSpan.FromSeconds(60), Resolve = (_, _) => Task.FromResult(new[] { address }) });
        var request = Upstreams.Request($"http://orders.internal:{backEnd.Port}");

        Assert.Equal(200, (await upstream.CallAsync(request)).Status);
        address = IPAddress.Parse("127.0.0.2");
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(200, (await upstream.CallAsync(request)).Status);
        time.Advance(TimeSpan.FromSeconds(30));
        var failure = await upstream.FailureAsync(request);

        Assert.Equal((UpstreamError.Connect, $"nobody listens at orders.internal:{backEnd.Port} (connection refused)"), (failure.Error, failure.Message));
        Assert.Equal(1, backEnd.Connections);
    }

    [Fact]
    public async Task The_next_address_of_a_name_is_tried_where_nobody_listens_at_the_first()
    {
        using var backEnd = BackEnd.Answering();
        using var upstream = new HttpUpstream(TimeProvider.System, new UpstreamOptions { Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Parse("127.0.0.2"), IPAddress.Loopback }) });

        Assert.Equal(200, (await upstream.CallAsync(Upstreams.Request($"http://orders.internal:{backEnd.Port}"))).Status);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_after_its_time()
    {
        var closed = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            await connection.SendAsync(BackEnd.Ok("ok"));
            await connection.WaitForCloseAsync();
            closed.SetResult();
            return false;
        });
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time, new UpstreamOptions { IdleTimeout = TimeSpan.FromSeconds(30) });

        await upstream.CallAsync(Upstreams.Request(backEnd.Url));
        time.Advance(TimeSpan.FromSeconds(31));
        time.Advance(TimeSpan.FromSeconds(31));

        await closed.Task;
    }

    [Fact]
    public async Task The_connect_timeout_is_a_failure_to_connect_and_not_the_integrations_timeout()
    {
        var looked = new TaskCompletionSource();
        var time = new HeldTime();
        using var upstream = new HttpUpstream(time, new UpstreamOptions
        {
            ConnectTimeout = TimeSpan.FromSeconds(1),
            Resolve = async (_, cancellationToken) =>
            {
                var never = Task.Delay(Timeout.Infinite, cancellationToken);
                looked.SetResult();
                await never;
                return [];
            },
        });

        var call = upstream.FailureAsync(Upstreams.Request("http://orders.internal"));
        await looked.Task;
        time.Advance(TimeSpan.FromSeconds(2));

        var failure = await call;
        Assert.Equal((UpstreamError.Connect, "orders.internal:80 did not accept a connection within the connect timeout"), (failure.Error, failure.Message));
    }

    [Fact]
    public async Task A_name_without_addresses_is_no_way_to_anybody()
    {
        using var upstream = new HttpUpstream(TimeProvider.System, new UpstreamOptions { Resolve = (_, _) => throw new SocketException((int)SocketError.HostNotFound) });

        var failure = await upstream.FailureAsync(Upstreams.Request("http://orders.internal"));

        Assert.Equal((UpstreamError.NameResolution, "the host name 'orders.internal' leads to no address"), (failure.Error, failure.Message));
    }
}
