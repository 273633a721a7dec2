using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Portico.Tests.Running;

/// <summary>A request as it arrived at a back end.</summary>
/// <param name="Connection">Which of the back end's connections brought it, from 1.</param>
internal sealed record Received(int Connection, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The values of a header, joined; null when it is not there.</summary>
    internal string? this[string name]
    {
        get
        {
            var values = Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToArray();
            return values.Length == 0 ? null : string.Join(",", values);
        }
    }
}

/// <summary>A back end that records what it gets and answers the bytes it is told, on a port of the system's choice.</summary>
internal sealed class BackEnd : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Func<Received, RawConnection, Task<bool>> _answer;
    private readonly string? _greeting;
    private int _connections;

    private BackEnd(Func<Received, RawConnection, Task<bool>> answer, string? greeting = null)
    {
        _answer = answer;
        _greeting = greeting;
        _listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal string Url => $"http://127.0.0.1:{Port}";

    /// <summary>How many connections were made to it so far.</summary>
    internal int Connections => _connections;

    /// <summary>Answers every request with these bytes (Latin-1), and keeps the connection.</summary>
    internal static BackEnd Answering(string response) => new(async (_, connection) =>
    {
        await connection.SendAsync(response);
        return true;
    });

    /// <summary>Answers 200 with a JSON body.</summary>
    internal static BackEnd Answering() => Answering(Ok("""{"from":"backend"}"""));

    /// <summary>Answers as told.</summary>
    /// <param name="answer">False to close the connection.</param>
    internal static BackEnd Start(Func<Received, RawConnection, Task<bool>> answer) => new(answer);

    /// <summary>Sends bytes to whoever connects, asked or not, and closes the connection.</summary>
    internal static BackEnd Greeting(string text) => new((_, _) => Task.FromResult(false), text);

    /// <summary>Sends bytes and closes the connection.</summary>
    internal static BackEnd AnsweringAndClosing(string response) => new(async (_, connection) =>
    {
        await connection.SendAsync(response);
        return false;
    });

    internal static string Ok(string body, params string[] lines) => Response("200 OK", body, lines);

    internal static string Response(string status, string body, params string[] lines) =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{string.Concat(lines.Select(line => line + "\r\n"))}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>The next request that came, in order; waits for it.</summary>
    internal ValueTask<Received> NextAsync() => _received.Reader.ReadAsync();

    /// <summary>The one request that came so far.</summary>
    internal Received Single()
    {
        Assert.True(_received.Reader.TryRead(out var received), "The back end was not called.");
        Assert.False(_received.Reader.TryRead(out var second), $"The back end was called twice: {second}");
        return received;
    }

    internal void WasNotCalled() => Assert.False(_received.Reader.TryPeek(out var received), $"The back end was called: {received?.Method} {received?.Target}");

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var socket in _sockets) socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                _sockets.Add(socket);
                _ = ServeAsync(socket, Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        using var connection = new RawConnection(socket);
        try
        {
            if (_greeting is not null)
            {
                await connection.SendAsync(_greeting);
                return;
            }

            while (await connection.ReceiveHeadAsync() is { } head)
            {
                var lines = head.Split("\r\n");
                var requestLine = lines[0].Split(' ');
                var headers = RawConnection.Headers(lines);
                var body = await connection.ReceiveBodyAsync(headers, untilClose: false);
                var received = new Received(number, requestLine[0], requestLine[1], headers, body);
                _received.Writer.TryWrite(received);
                if (!await _answer(received, connection)) return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The gateway closed, or the test is over.
        }
    }
}
