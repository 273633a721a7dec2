using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portico.Tests.Running;

/// <summary>One end of a TCP connection that speaks HTTP/1.1 as its user says, sound or not.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    internal static async Task<RawConnection> OpenAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawConnection(socket);
    }

    internal Socket Socket => socket;

    internal Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    internal async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>Sends until the other end has closed.</summary>
    internal async Task SendUntilClosedAsync(ReadOnlyMemory<byte> piece, int times)
    {
        try
        {
            for (var time = 0; time < times; time++) await SendAsync(piece);
        }
        catch (SocketException)
        {
            // That is what was waited for.
        }
    }

    /// <summary>A head up to its empty line, without it; null when the other end closed instead.</summary>
    internal async Task<string?> ReceiveHeadAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (await FillAsync() == 0) return null;
        }

        var head = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 4;
        return head;
    }

    /// <summary>An answer whole; interim ones are passed over.</summary>
    internal async Task<Answer> ReceiveAsync(bool isHead = false)
    {
        while (true)
        {
            var head = await ReceiveHeadAsync() ?? throw new IOException("The gateway closed the connection without an answer.");
            var lines = head.Split("\r\n");
            var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
            if (status < 200) continue;
            var headers = Headers(lines);
            var hasBody = !isHead && status is not (204 or 304);
            return new Answer(status, headers, hasBody ? await ReceiveBodyAsync(headers, untilClose: true) : []);
        }
    }

    /// <summary>A body as its headers frame it.</summary>
    internal async Task<byte[]> ReceiveBodyAsync(IReadOnlyList<(string Name, string Value)> headers, bool untilClose)
    {
        if (Value(headers, "Transfer-Encoding") is not null) return await ReceiveChunksAsync();
        if (Value(headers, "Content-Length") is { } length) return await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture));
        if (!untilClose) return [];

        using var body = new MemoryStream();
        do
        {
            body.Write(_buffer, _start, _end - _start);
            _start = _end;
        }
        while (await FillAsync() > 0);
        return body.ToArray();
    }

    /// <summary>Waits until the other end closes; what it still sends is thrown away.</summary>
    internal async Task WaitForCloseAsync()
    {
        try
        {
            do _start = _end;
            while (await FillAsync() > 0);
        }
        catch (SocketException)
        {
            // A reset closes as well.
        }
    }

    internal static List<(string Name, string Value)> Headers(string[] lines) =>
        [.. lines.Skip(1).Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))];

    public void Dispose() => socket.Dispose();

    private static string? Value(IReadOnlyList<(string Name, string Value)> headers, string name) =>
        headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private async Task<byte[]> ReceiveChunksAsync()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse(await ReceiveLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await TakeAsync(size));
            await ReceiveLineAsync();
            if (size == 0) return body.ToArray();
        }
    }

    private async Task<string> ReceiveLineAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (await FillAsync() == 0) throw new IOException("The connection was closed within a chunked body.");
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private async Task<byte[]> TakeAsync(int count)
    {
        while (_end - _start < count)
        {
            if (await FillAsync() == 0) throw new IOException($"The connection was closed {count - (_end - _start)} bytes before the end of a body.");
        }

        var taken = _buffer.AsSpan(_start, count).ToArray();
        _start += count;
        return taken;
    }

    private async Task<int> FillAsync()
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += received;
        return received;
    }
}
