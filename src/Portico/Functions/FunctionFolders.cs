using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Portico.Functions;

/// <summary>Follows the folders of functions: what is saved there runs with the next call. A watcher costs a thread, so that only folders are followed whose code has been run.</summary>
internal sealed class FunctionFolders : IDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(80);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private readonly Channel<FunctionDefinition> _changes = Channel.CreateUnbounded<FunctionDefinition>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ILookup<string, FunctionDefinition> _definitions;
    private readonly FunctionCodeFolder _code;
    private readonly ILogger _logger;
    private bool _isDisposed;

    internal FunctionFolders(ImmutableArray<FunctionDefinition> definitions, FunctionCodeFolder code, ILogger logger)
    {
        _definitions = definitions.SelectMany(definition => definition.Folders.Select(folder => (definition, folder))).ToLookup(pair => pair.folder, pair => pair.definition, StringComparer.Ordinal);
        _code = code;
        _logger = logger;
        code.Used += Follow;
        foreach (var folder in _definitions.Where(each => code.IsUsed(each.Key))) Follow(folder.Key);
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
        _code.Used -= Follow;
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var watcher in _watchers.Values) watcher.Dispose();
        }
    }

    private void Follow(string folder)
    {
        lock (_lock)
        {
            if (_isDisposed || !_definitions.Contains(folder) || _watchers.ContainsKey(folder)) return;
            var watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, _) => Changed(folder);
            watcher.Created += (_, _) => Changed(folder);
            watcher.Deleted += (_, _) => Changed(folder);
            watcher.Renamed += (_, _) => Changed(folder);
            watcher.Error += (_, error) => FunctionHostLog.FolderNotFollowed(_logger, folder, error.GetException().Message);
            try
            {
                watcher.EnableRaisingEvents = true;
                _watchers.Add(folder, watcher);
            }
            catch (IOException exception)
            {
                // The machine watches as many folders as it is set to.
                FunctionHostLog.FolderNotFollowed(_logger, folder, exception.Message);
                watcher.Dispose();
            }
        }
    }

    private void Changed(string folder)
    {
        foreach (var definition in _definitions[folder]) _changes.Writer.TryWrite(definition);
    }
}
