using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Portico.DataPlane.Context;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Responses;
using Portico.Lambda.Logs;

namespace Portico.Reports;

/// <summary>
/// One line for each request, to standard output. A request never waits for the terminal: lines gather in bounded memory and
/// are written some times a second; what does not fit is counted and said.
/// </summary>
internal sealed class RequestLines : IRequestObserver, IFunctionLog, IAsyncDisposable
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxLineBytes = 1024;
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Append(0x7F).Select(code => (byte)code)]);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Stream _output;
    private readonly bool _json;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private byte[] _gathering = new byte[64 * 1024];
    private byte[] _leaving = new byte[64 * 1024];
    private int _length;
    private long _lost;
    private volatile Clock _clock = new(0, "");

    internal RequestLines(Stream output, bool json, TimeProvider time)
    {
        _output = output;
        _json = json;
        _time = time;
        _writing = Task.Run(WriteAsync);
    }

    public void Answered(Invocation invocation, GatewayFault? fault)
    {
        var method = invocation.Method;
        var took = _time.GetUtcNow() - invocation.ReceivedAt;
        Add(invocation.ReceivedAt, invocation.Request.Method, invocation.Request.RawPath, invocation.Response.Status, (long)took.TotalMilliseconds, method?.ResourcePath, fault?.Type.Name, fault?.Detail);
    }

    public void Refused(Invocation invocation, int status) =>
        Add(invocation.ReceivedAt, invocation.Request.Method, invocation.Request.RawPath, status, 0, resource: null, status == 403 ? "no such API or stage" : "refused", detail: null);

    /// <summary>A line of a function's log.</summary>
    void IFunctionLog.Write(string function, string line)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(FunctionLines.MaxBytes(function, line));
        Gather(bytes.AsSpan(0, FunctionLines.Write(bytes, function, line, _json)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _stop.Dispose();
    }

    // Every byte that leaves has been written before; clearing a kilobyte for each line would cost more than most lines do.
    [SkipLocalsInit]
    private void Add(DateTimeOffset at, string method, string path, int status, long milliseconds, string? resource, string? fault, string? detail)
    {
        Span<byte> line = stackalloc byte[MaxLineBytes];
        var text = new LineWriter(line);
        if (_json)
        {
            text.Append("{\"time\":\"");
            text.Append(at, "O");
            text.Append("\",\"method\":");
            text.AppendJson(method);
            text.Append(",\"path\":");
            text.AppendJson(path);
            text.Append(",\"status\":");
            text.Append(status);
            text.Append(",\"ms\":");
            text.Append(milliseconds);
            if (resource is not null)
            {
                text.Append(",\"resource\":");
                text.AppendJson(resource);
            }

            if (fault is not null)
            {
                text.Append(",\"fault\":");
                text.AppendJson(fault);
            }

            if (detail is not null)
            {
                text.Append(",\"detail\":");
                text.AppendJson(detail);
            }

            text.Append("}");
        }
        else
        {
            AppendClock(ref text, at);
            text.Append(" "u8);
            text.AppendDigits(status);
            text.Append(" "u8);
            text.AppendClean(method);
            text.Append(" "u8);
            text.AppendClean(path);
            text.Append(" "u8);
            text.Append(milliseconds);
            text.Append(" ms"u8);
            if (resource is not null)
            {
                text.Append("  "u8);
                text.AppendClean(resource);
            }

            if (fault is not null)
            {
                text.Append("  "u8);
                text.AppendClean(fault);
            }

            if (detail is not null)
            {
                text.Append(": "u8);
                text.AppendClean(detail);
            }
        }

        text.End();
        Gather(text.Written);
    }

    // Hours to seconds are written once a second; a race writes the same text twice.
    private void AppendClock(ref LineWriter text, DateTimeOffset at)
    {
        var second = at.Ticks / TimeSpan.TicksPerSecond;
        var clock = _clock;
        if (clock.Second != second) _clock = clock = new Clock(second, at.ToString("HH:mm:ss.", CultureInfo.InvariantCulture));
        text.Append(clock.Text);
        text.AppendDigits((int)(at.Ticks / TimeSpan.TicksPerMillisecond % 1000));
    }

    private void Gather(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if (_length + line.Length > _gathering.Length)
            {
                if (_gathering.Length >= MaxBytes)
                {
                    _lost++;
                    return;
                }

                Array.Resize(ref _gathering, _gathering.Length * 2);
            }

            line.CopyTo(_gathering.AsSpan(_length));
            _length += line.Length;
        }
    }

    private async Task WriteAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        var running = true;
        while (running)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                running = false;
            }

            try
            {
                await FlushAsync();
            }
            catch (IOException)
            {
                // Whoever read the output has gone; requests are served on.
                return;
            }
        }
    }

    private async Task FlushAsync()
    {
        int length;
        long lost;
        lock (_lock)
        {
            (_gathering, _leaving) = (_leaving, _gathering);
            (length, _length) = (_length, 0);
            (lost, _lost) = (_lost, 0);
        }

        if (length == 0 && lost == 0) return;
        await _output.WriteAsync(_leaving.AsMemory(0, length));
        if (lost > 0) await _output.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{lost} lines were lost: the output is too slow\n")));
        await _output.FlushAsync();
    }

    private sealed record Clock(long Second, string Text);

    /// <summary>A line in UTF-8, cut where the memory ends.</summary>
    private ref struct LineWriter(Span<byte> memory)
    {
        private readonly Span<byte> _memory = memory;
        private int _length;

        internal readonly ReadOnlySpan<byte> Written => _memory[.._length];

        internal void Append(string text)
        {
            // Four bytes at the end are kept for what closes the line.
            if (Encoding.UTF8.TryGetBytes(text, _memory[_length..^4], out var written)) _length += written;
        }

        internal void Append(ReadOnlySpan<byte> text)
        {
            if (text.TryCopyTo(_memory[_length..^4])) _length += text.Length;
        }

        internal void Append(long number)
        {
            // Most requests take less than ten milliseconds.
            if ((ulong)number < 10 && _length < _memory.Length - 4)
            {
                _memory[_length++] = (byte)('0' + number);
                return;
            }

            if (number.TryFormat(_memory[_length..^4], out var written, default, CultureInfo.InvariantCulture)) _length += written;
        }

        /// <summary>Three digits; only where there is room, near the beginning.</summary>
        internal void AppendDigits(int number)
        {
            _memory[_length++] = (byte)('0' + (number / 100));
            _memory[_length++] = (byte)('0' + (number / 10 % 10));
            _memory[_length++] = (byte)('0' + (number % 10));
        }

        internal void Append(DateTimeOffset time, string format)
        {
            if (time.TryFormat(_memory[_length..^4], out var written, format, CultureInfo.InvariantCulture)) _length += written;
        }

        /// <summary>Text from outside: control characters, which could drive a terminal, become question marks.</summary>
        internal void AppendClean(string text)
        {
            var start = _length;
            Append(text.Length > 300 ? text[..300] : text);
            var added = _memory[start.._length];
            while (added.IndexOfAny(Controls) is >= 0 and var at)
            {
                added[at] = (byte)'?';
                added = added[(at + 1)..];
            }
        }

        internal void AppendJson(string text) => Append(JsonText.Quoted(text.Length > 300 ? text[..300] : text));

        internal void End() => _memory[_length++] = (byte)'\n';
    }
}
