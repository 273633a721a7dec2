using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Portico.CommandLine;
using Portico.DataPlane.Context;
using Portico.Failures;
using Portico.Functions;

namespace Portico.Running;

/// <summary>The functions under <c>functions</c> in <c>portico.yaml</c>: made at start, made anew when their code or the file is saved.</summary>
internal sealed class FollowedFunctions(FunctionHost host, string folder, ImmutableArray<FunctionDefinition> definitions, bool json, ILogger logger)
{
    private ImmutableArray<FunctionDefinition> _definitions = definitions;

    /// <summary>Makes all of them.</summary>
    internal async Task DefineAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in _definitions) await host.DefineAsync(definition, cancellationToken);
    }

    /// <summary>Follows them until cancelled.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, SettingsFile.Name);
        if (_definitions.IsEmpty) return;
        using var settings = new FileChanges([file]);
        while (true)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var folders = new FunctionFolders(_definitions, host.Code, logger);
            var following = FollowFoldersAsync(folders, round.Token);
            var next = await NextAsync(settings, cancellationToken);
            await round.CancelAsync();
            await following;
            await ReplaceAsync(next, cancellationToken);
        }
    }

    private async Task FollowFoldersAsync(FunctionFolders folders, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var definition in folders.ReadAllAsync(cancellationToken))
            {
                await host.DefineAsync(definition, cancellationToken);
                Say(definition.Name);
            }
        }
        catch (OperationCanceledException)
        {
            // The next round has other folders, or there is none.
        }
    }

    // A file that cannot be used leaves everything as it is.
    private async Task<ImmutableArray<FunctionDefinition>> NextAsync(FileChanges settings, CancellationToken cancellationToken)
    {
        await foreach (var _ in settings.ReadAllAsync(cancellationToken))
        {
            try
            {
                return SettingsFile.Read(folder).Functions;
            }
            catch (CommandFailure failure)
            {
                Console.Error.WriteLine($"{failure.Message}; the functions stay as they are");
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private async Task ReplaceAsync(ImmutableArray<FunctionDefinition> next, CancellationToken cancellationToken)
    {
        foreach (var gone in _definitions.Where(each => next.All(other => other.Name != each.Name))) await host.RemoveAsync(gone.Name, cancellationToken);
        foreach (var definition in next)
        {
            if (_definitions.Any(each => each.IsSame(definition))) continue;
            await host.DefineAsync(definition, cancellationToken);
            Say(definition.Name);
        }

        _definitions = next;
    }

    private void Say(string name) => Console.Out.WriteLine(json ? $"{{\"reloaded\":{JsonText.Quoted($"function {name}")}}}" : $"function {name} was reloaded");
}
