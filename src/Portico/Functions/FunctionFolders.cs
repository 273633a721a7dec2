using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Portico.Functions;

/// <summary>Follows the folders of functions: what is saved there runs with the next call.</summary>
internal sealed class FunctionFolders : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(80);

    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly Channel<FunctionDefinition> _changes = Channel.CreateUnbounded<FunctionDefinition>(new UnboundedChannelOptions { SingleReader = true });

    internal FunctionFolders(ImmutableArray<FunctionDefinition> definitions, ILogger logger)
    {
        foreach (var (definition, folder) in definitions.SelectMany(definition => definition.Folders.Select(folder => (definition, folder))))
        {
            var watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => _changes.Writer.TryWrite(definition);
            watcher.Created += (_, _) => _changes.Writer.TryWrite(definition);
            watcher.Deleted += (_, _) => _changes.Writer.TryWrite(definition);
            watcher.Renamed += (_, _) => _changes.Writer.TryWrite(definition);
            watcher.Error += (_, error) => FunctionHostLog.FolderNotFollowed(logger, folder, error.GetException().Message);
            try
            {
                watcher.EnableRaisingEvents = true;
                _watchers.Add(watcher);
            }
            catch (IOException exception)
            {
                // The machine watches as many folders as it is set to.
                FunctionHostLog.FolderNotFollowed(logger, folder, exception.Message);
                watcher.Dispose();
            }
        }
    }

    /// <summary>The functions whose folders changed, each once per saving, until cancelled.</summary>
    internal async IAsyncEnumerable<FunctionDefinition> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Settling, cancellationToken);
            var changed = new HashSet<FunctionDefinition>();
            while (_changes.Reader.TryRead(out var definition)) changed.Add(definition);
            foreach (var definition in changed) yield return definition;
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers) watcher.Dispose();
    }
}
