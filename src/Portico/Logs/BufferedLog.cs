using Microsoft.Extensions.Logging;
using Portico.DataPlane.Observation;

namespace Portico.Logs;

/// <summary>
/// A log whose lines gather in bounded memory and are written some times a second, so that no request waits for a disk or a
/// service. What does not fit, or cannot be written, is counted. A log that gets no lines costs nothing.
/// </summary>
internal sealed class BufferedLog : ILogSink, IAsyncDisposable
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly ILogDestination _destination;
    private readonly ILogger<BufferedLog> _logger;
    private readonly SemaphoreSlim _some = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private Lines _gathering = new();
    private Lines _leaving = new();
    private long _lost;
    private bool _failed;

    internal BufferedLog(string name, ILogDestination destination, ILogger<BufferedLog> logger)
    {
        Name = name;
        _destination = destination;
        _logger = logger;
        _writing = Task.Run(WriteAsync);
    }

    internal string Name { get; }

    /// <summary>Lines that were not written.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    public void Write(DateTimeOffset at, ReadOnlySpan<byte> line)
    {
        bool isFirst;
        lock (_lock)
        {
            if (!_gathering.TryAdd(at, line))
            {
                _lost++;
                return;
            }

            isFirst = _gathering.Count == 1;
        }

        if (isFirst) _some.Release();
    }

    /// <summary>Writes what there is, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _some.WaitAsync(_stop.Token);
                await Task.Delay(Gathering, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await FlushAsync();
        }

        // What has gathered is written still.
        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        lock (_lock) (_gathering, _leaving) = (_leaving, _gathering);
        if (_leaving.Count == 0) return;
        try
        {
            await _destination.WriteAsync(_leaving.Events);
            _failed = false;
        }
        catch (Exception exception)
        {
            Interlocked.Add(ref _lost, _leaving.Count);

            // Once until it works again: the counter says how many there were.
            if (!_failed) StageLogLog.NotWritten(_logger, Name, exception.Message);
            _failed = true;
        }

        _leaving.Clear();
    }

    /// <summary>Lines in one piece of memory.</summary>
    private sealed class Lines
    {
        private readonly List<(DateTimeOffset At, int Start, int Length)> _places = [];
        private byte[] _bytes = new byte[16 * 1024];
        private int _length;

        internal int Count => _places.Count;

        internal IReadOnlyList<LogEvent> Events => [.. _places.Select(place => new LogEvent(place.At, _bytes.AsMemory(place.Start, place.Length)))];

        internal bool TryAdd(DateTimeOffset at, ReadOnlySpan<byte> line)
        {
            if (line.Length > _bytes.Length - _length)
            {
                if (_length + line.Length > MaxBytes) return false;
                Array.Resize(ref _bytes, Math.Min(Math.Max(_bytes.Length * 2, _length + line.Length), MaxBytes));
            }

            line.CopyTo(_bytes.AsSpan(_length));
            _places.Add((at, _length, line.Length));
            _length += line.Length;
            return true;
        }

        internal void Clear()
        {
            _places.Clear();
            _length = 0;
        }
    }
}

internal static partial class StageLogLog // ids 5400-5499
{
    [LoggerMessage(EventId = 5401, Level = LogLevel.Warning, EventName = "LogNotWritten", Message = "The log {Name} cannot be written, its lines are lost and counted: {Reason}")]
    internal static partial void NotWritten(ILogger logger, string name, string reason);
}
