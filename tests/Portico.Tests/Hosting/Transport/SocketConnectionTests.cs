using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Portico.Hosting.Transport;

namespace Portico.Tests.Hosting.Transport;

public sealed class SocketConnectionTests : IAsyncLifetime
{
    private readonly SocketTransport _transport = new();
    private IConnectionListener _listener = null!;
    private Socket _client = null!;
    private ConnectionContext _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = await _transport.BindAsync(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
        _client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var accepting = _listener.AcceptAsync(TestContext.Current.CancellationToken);
        await _client.ConnectAsync(_listener.EndPoint, TestContext.Current.CancellationToken);
        _connection = (await accepting)!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _connection.DisposeAsync();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task What_was_sent_is_read_and_stays_until_it_is_consumed()
    {
        await SendAsync("GET / HT");

        var input = _connection.Transport.Input;
        var first = await ReadAsync();
        Assert.Equal("GET / HT", Text(first.Buffer));
        input.AdvanceTo(first.Buffer.Start, first.Buffer.End);

        await SendAsync("TP/1.1");
        var second = await ReadAsync();
        Assert.Equal("GET / HTTP/1.1", Text(second.Buffer));

        // Consumed in part: the rest can be read again at once.
        input.AdvanceTo(second.Buffer.GetPosition(4));
        Assert.True(input.TryRead(out var rest));
        Assert.Equal("/ HTTP/1.1", Text(rest.Buffer));
        input.AdvanceTo(rest.Buffer.End);
        Assert.False(input.TryRead(out _));
    }

    [Fact]
    public async Task Memory_grows_while_everything_has_been_examined_and_nothing_consumed()
    {
        var sent = new string('x', 50_000) + "\n";
        await SendAsync(sent);

        while (true)
        {
            var read = await ReadAsync();
            var text = Text(read.Buffer);
            if (text.EndsWith('\n'))
            {
                Assert.Equal(sent, text);
                return;
            }

            _connection.Transport.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    [Fact]
    public async Task A_megabyte_in_odd_pieces_arrives_as_it_was_sent()
    {
        var sent = new byte[1024 * 1024];
        new Random(7).NextBytes(sent);
        var sending = Task.Run(async () =>
        {
            for (var at = 0; at < sent.Length;) at += await _client.SendAsync(sent.AsMemory(at, Math.Min(3001, sent.Length - at)));
            _client.Shutdown(SocketShutdown.Send);
        }, TestContext.Current.CancellationToken);

        var received = new MemoryStream();
        while (true)
        {
            var read = await ReadAsync();
            if (read.IsCompleted && read.Buffer.IsEmpty) break;

            // Always some bytes short of everything, so that what is left is moved and joined.
            var taken = read.IsCompleted ? read.Buffer : read.Buffer.Slice(0, Math.Max(1, read.Buffer.Length - 17));
            foreach (var piece in taken) received.Write(piece.Span);
            _connection.Transport.Input.AdvanceTo(taken.End, read.IsCompleted ? taken.End : read.Buffer.End);
        }

        await sending;
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task A_client_that_has_sent_everything_can_still_be_answered()
    {
        await SendAsync("last");
        _client.Shutdown(SocketShutdown.Send);

        var read = await ReadAsync();
        Assert.Equal("last", Text(read.Buffer));
        _connection.Transport.Input.AdvanceTo(read.Buffer.End);
        var end = await ReadAsync();
        Assert.True(end is { IsCompleted: true, Buffer.IsEmpty: true });
        Assert.False(_connection.ConnectionClosed.IsCancellationRequested);

        await WriteAsync("answer"u8.ToArray());
        Assert.Equal("answer", await ReceiveAsync(6));
    }

    [Fact]
    public async Task A_reset_fails_the_read_and_ends_the_connection()
    {
        var reading = ReadAsync();
        _client.Close(timeout: 0);

        await Assert.ThrowsAsync<ConnectionResetException>(() => reading);
        await ClosedAsync();
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing_that_arrives_later()
    {
        var reading = ReadAsync();
        _connection.Transport.Input.CancelPendingRead();

        var cancelled = await reading;
        Assert.True(cancelled is { IsCanceled: true, Buffer.IsEmpty: true });
        _connection.Transport.Input.AdvanceTo(cancelled.Buffer.End);

        var again = ReadAsync();
        await SendAsync("after all");
        Assert.Equal("after all", Text((await again).Buffer));
    }

    [Fact]
    public async Task A_cancellation_without_a_read_is_kept_for_the_next_one()
    {
        _connection.Transport.Input.CancelPendingRead();
        var cancelled = await ReadAsync();
        Assert.True(cancelled.IsCanceled);
        _connection.Transport.Input.AdvanceTo(cancelled.Buffer.End);

        await SendAsync("on");
        Assert.False((await ReadAsync()).IsCanceled);
    }

    [Fact]
    public async Task Reads_cancelled_from_another_thread_over_and_over_keep_the_order_of_the_bytes()
    {
        using var stop = new CancellationTokenSource();
        var cancelling = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) _connection.Transport.Input.CancelPendingRead();
        }, TestContext.Current.CancellationToken);
        var sending = Task.Run(async () =>
        {
            for (var number = 0; number < 20_000; number++) await _client.SendAsync(new[] { (byte)number });
            _client.Shutdown(SocketShutdown.Send);
        }, TestContext.Current.CancellationToken);

        var next = 0;
        while (true)
        {
            var read = await ReadAsync();
            foreach (var piece in read.Buffer)
            {
                foreach (var letter in piece.Span) Assert.Equal((byte)next++, letter);
            }

            _connection.Transport.Input.AdvanceTo(read.Buffer.End);
            if (read is { IsCompleted: true, IsCanceled: false }) break;
        }

        await stop.CancelAsync();
        await cancelling;
        await sending;
        Assert.Equal(20_000, next);
    }

    [Fact]
    public async Task An_abort_wakes_the_reader_and_resets_the_client()
    {
        var reading = ReadAsync();
        _connection.Abort(new ConnectionAbortedException("enough"));

        var thrown = await Assert.ThrowsAsync<ConnectionAbortedException>(() => reading);
        Assert.Equal("enough", thrown.Message);
        var reset = await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(1));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        await ClosedAsync();
    }

    [Fact]
    public async Task A_flush_waits_for_a_client_that_reads_slowly_and_sends_everything()
    {
        var sent = new byte[8 * 1024 * 1024];
        new Random(11).NextBytes(sent);
        var writing = WriteAsync(sent);
        Assert.False(writing.IsCompleted);

        var received = new byte[sent.Length];
        for (var at = 0; at < received.Length;) at += await _client.ReceiveAsync(received.AsMemory(at));

        Assert.False((await writing).IsCompleted);
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task A_flush_to_a_client_that_has_gone_says_so_and_does_not_throw()
    {
        _client.Close(timeout: 0);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if ((await WriteAsync(new byte[64 * 1024])).IsCompleted)
            {
                await ClosedAsync();
                return;
            }
        }

        Assert.Fail("The writer never noticed.");
    }

    [Fact]
    public async Task An_abort_ends_a_flush_that_waits()
    {
        var writing = WriteAsync(new byte[32 * 1024 * 1024]);
        Assert.False(writing.IsCompleted);
        _connection.Abort(new ConnectionAbortedException());

        Assert.True((await writing).IsCompleted);
    }

    [Fact]
    public async Task An_address_in_use_is_told_apart_from_other_failures() =>
        await Assert.ThrowsAsync<AddressInUseException>(async () => await _transport.BindAsync(_listener.EndPoint, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Nothing_is_accepted_once_the_address_is_given_up()
    {
        var accepting = _listener.AcceptAsync(TestContext.Current.CancellationToken);
        await _listener.UnbindAsync(TestContext.Current.CancellationToken);

        Assert.Null(await accepting);
    }

    private static string Text(ReadOnlySequence<byte> bytes) => Encoding.Latin1.GetString(bytes.ToArray());

    private async Task SendAsync(string text) => await _client.SendAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

    private async Task<System.IO.Pipelines.ReadResult> ReadAsync() => await _connection.Transport.Input.ReadAsync(TestContext.Current.CancellationToken);

    private async Task<System.IO.Pipelines.FlushResult> WriteAsync(byte[] bytes)
    {
        var output = _connection.Transport.Output;
        output.Write(bytes);
        return await output.FlushAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> ReceiveAsync(int length)
    {
        var received = new byte[length];
        for (var at = 0; at < length;) at += await _client.ReceiveAsync(received.AsMemory(at), TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(received);
    }

    private Task ClosedAsync()
    {
        var closed = new TaskCompletionSource();
        _connection.ConnectionClosed.Register(closed.SetResult);
        return closed.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
