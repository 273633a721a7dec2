using System.Threading.Channels;

namespace Portico.Running;

/// <summary>Tells when one of some files has been saved. Editors write in many ways (in place, by renaming another file over it), so the folder is watched.</summary>
internal sealed class FileChanges : IDisposable
{
    // Editors save in several steps; the file is read when they have been quiet for so long.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(80);

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    internal FileChanges(IEnumerable<string> files)
    {
        foreach (var folder in files.GroupBy(file => Path.GetDirectoryName(Path.GetFullPath(file))!, StringComparer.Ordinal))
        {
            var byName = folder.ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);
            var watcher = new FileSystemWatcher(folder.Key) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
            watcher.Changed += (_, change) => Report(change.Name);
            watcher.Created += (_, change) => Report(change.Name);
            watcher.Renamed += (_, change) => Report(change.Name);
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);

            void Report(string? name)
            {
                if (name is not null && byName.TryGetValue(name, out var file)) _changes.Writer.TryWrite(file);
            }
        }
    }

    /// <summary>The files that changed, each once per saving, until cancelled.</summary>
    internal async IAsyncEnumerable<string> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Settling, cancellationToken);
            var changed = new HashSet<string>(StringComparer.Ordinal);
            while (_changes.Reader.TryRead(out var file)) changed.Add(file);
            foreach (var file in changed) yield return file;
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers) watcher.Dispose();
    }
}
