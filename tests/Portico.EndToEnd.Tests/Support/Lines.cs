namespace Portico.EndToEnd.Tests.Support;

/// <summary>What a process has written so far, line by line; a test waits for the line it needs.</summary>
internal sealed class Lines(string name)
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = NewSignal();
    private bool _ended;

    internal string Text
    {
        get
        {
            lock (_lock) return string.Join('\n', _lines);
        }
    }

    internal async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) Add(line, ended: false);
        Add(null, ended: true);
    }

    /// <summary>The first line that satisfies <paramref name="matches"/>, be it there already or still to come.</summary>
    internal async Task<string> WaitForAsync(Func<string, bool> matches)
    {
        using var limit = new CancellationTokenSource(Limits.Wait);
        var seen = 0;
        while (true)
        {
            Task more;
            lock (_lock)
            {
                for (; seen < _lines.Count; seen++)
                {
                    if (matches(_lines[seen])) return _lines[seen];
                }

                if (_ended) throw new InvalidOperationException($"{name} ended without the expected line:\n{string.Join('\n', _lines)}");
                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{name} did not have the expected line within {Limits.Wait}:\n{Text}");
            }
        }
    }

    internal Task<string> WaitForAsync(string part) => WaitForAsync(line => line.Contains(part, StringComparison.Ordinal));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(string? line, bool ended)
    {
        lock (_lock)
        {
            if (line is not null) _lines.Add(line);
            _ended |= ended;
            _more.SetResult();
            _more = NewSignal();
        }
    }
}
