using System.Text;

namespace Portico.Lambda.Logs;

/// <summary>
/// The log of one execution environment: what the process writes, and Lambda's own lines around each call. A call's output comes
/// by other ways than its answer; lines that belong behind it wait until the process's marks have come by.
/// </summary>
internal sealed class EnvironmentLog(string function, IFunctionLog sink)
{
    // What X-Amz-Log-Result gives at most.
    private const int TailBytes = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<(long AfterMark, string Line)> _held = new();
    private readonly List<(long Marks, TaskCompletionSource Seen)> _waiting = [];
    private readonly LinkedList<string> _tail = new();
    private int _tailBytes;
    private bool _keepsTail;
    private long _marksExpected;
    private long _marksSeen;

    /// <summary>A line of the process.</summary>
    internal void Output(string line)
    {
        lock (_lock) Emit(line);
    }

    /// <summary>The process has written everything up to here on one of its outputs.</summary>
    internal void Mark()
    {
        lock (_lock)
        {
            _marksSeen++;
            Release();
        }
    }

    /// <summary>A line of Lambda's own, behind everything that was expected before it.</summary>
    internal void Own(string line)
    {
        lock (_lock)
        {
            if (_marksExpected <= _marksSeen) Emit(line);
            else _held.Enqueue((_marksExpected, line));
        }
    }

    /// <summary>So many marks are on their way.</summary>
    internal void Expect(int marks)
    {
        if (marks == 0) return;
        lock (_lock) _marksExpected += marks;
    }

    /// <summary>Nothing more will come: what waits is written.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _marksSeen = Math.Max(_marksSeen, _marksExpected);
            Release();
        }
    }

    internal void BeginTail()
    {
        lock (_lock)
        {
            _keepsTail = true;
            _tail.Clear();
            _tailBytes = 0;
        }
    }

    /// <summary>The last lines since <see cref="BeginTail"/>, once everything expected has come or the limit is over.</summary>
    internal async ValueTask<byte[]> EndTailAsync(TimeSpan limit, TimeProvider time)
    {
        Task seen;
        lock (_lock)
        {
            if (_marksExpected <= _marksSeen)
            {
                seen = Task.CompletedTask;
            }
            else
            {
                var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((_marksExpected, source));
                seen = source.Task;
            }
        }

        try
        {
            await seen.WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What has come is the tail.
        }

        lock (_lock)
        {
            _keepsTail = false;
            var text = Encoding.UTF8.GetBytes(string.Concat(_tail));
            _tail.Clear();
            return text.Length <= TailBytes ? text : text[^TailBytes..];
        }
    }

    private void Release()
    {
        while (_held.TryPeek(out var next) && next.AfterMark <= _marksSeen) Emit(_held.Dequeue().Line);
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            if (_waiting[index].Marks > _marksSeen) continue;
            _waiting[index].Seen.TrySetResult();
            _waiting.RemoveAt(index);
        }
    }

    private void Emit(string line)
    {
        sink.Write(function, line);
        if (!_keepsTail) return;
        _tail.AddLast(line + "\n");
        _tailBytes += line.Length + 1;
        while (_tailBytes > 2 * TailBytes && _tail.Count > 1)
        {
            _tailBytes -= _tail.First!.Value.Length;
            _tail.RemoveFirst();
        }
    }
}
