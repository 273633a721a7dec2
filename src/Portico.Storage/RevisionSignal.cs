namespace Portico.Storage;

/// <summary>Wakes those who wait for a revision. The commits themselves are read from the engine, so a slow watcher holds no memory here.</summary>
internal sealed class RevisionSignal(long revision)
{
    private readonly Lock _sync = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _revision = revision;
    private bool _closed;

    /// <summary>The newest commit that may be shown to anyone.</summary>
    public long Revision => Volatile.Read(ref _revision);

    public void Advance(long revision)
    {
        TaskCompletionSource passed;
        lock (_sync)
        {
            _revision = revision;
            passed = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        passed.TrySetResult();
    }

    /// <summary>Ends every wait, present and future, with an <see cref="ObjectDisposedException"/>.</summary>
    public void Close()
    {
        lock (_sync) _closed = true;
        _next.TrySetResult();
    }

    public async Task WaitBeyondAsync(long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_sync)
            {
                ObjectDisposedException.ThrowIf(_closed, typeof(IDocumentStore));
                if (_revision > revision) return;
                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}
