using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.Extensions.Logging;
using Portico.Failures;
using Portico.Functions;
using Portico.Hosting;
using Portico.Model.Findings;
using Portico.Reports;
using Portico.Running;

namespace Portico.CommandLine;

/// <summary><c>portico run PATH...</c>: serves definitions, and follows their files.</summary>
internal static class RunCommand
{
    internal static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "OpenAPI definitions (2.0, 3.0, 3.1; YAML or JSON)", Arity = ArgumentArity.OneOrMore };
        var host = new HostOptions();
        var stage = new StageOptions();
        var command = new Command("run", "Serves definitions; reloads them when they are saved") { paths };
        host.AddTo(command);
        stage.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            string[] files = [.. result.GetRequiredValue(paths).DistinctBy(Path.GetFullPath, StringComparer.Ordinal)];
            var folder = Path.GetDirectoryName(Path.GetFullPath(files[0])) ?? ".";
            var settingsFile = SettingsFile.Read(folder);
            var settings = host.Settle(result, settingsFile, defaultDataFolder: null);
            return await RunAsync(files, settings, stage.StageName(result, settingsFile), stage.Variables(result, settingsFile), folder, settingsFile, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string[] files, HostSettings settings, string stageName, ImmutableSortedDictionary<string, string> variables, string folder, SettingsFile settingsFile,
        CancellationToken cancellationToken)
    {
        using var loggers = StandardErrorLoggers.Factory(settings.Json);
        await using var lines = new RequestLines(Console.OpenStandardOutput(), settings.Json, TimeProvider.System);
        await using var server = await GatewayHost.OpenAsync(settings, lines, loggers, cancellationToken);

        server.BeginControl(cancellationToken);
        var followed = new FollowedFunctions(server.Functions, folder, settingsFile.Functions, settings.Json, loggers.CreateLogger<FollowedFunctions>());
        await followed.DefineAsync(cancellationToken);
        var sources = files.Select(file => DefinitionSource.Read(file, variables, server.Compilation)).ToList();
        if (sources.Any(source => source.HasErrors))
        {
            foreach (var finding in sources.SelectMany(source => source.Findings)) Console.Error.WriteLine(FindingText.Line(finding));
            return ExitCodes.BadInput;
        }

        var served = new List<ServedDefinition>();
        foreach (var source in sources)
        {
            var definition = new ServedDefinition(server, stageName, variables);
            await definition.ServeAsync(source, [.. served.Select(one => one.ApiId)], cancellationToken);
            served.Add(definition);
        }

        await new UsagePlanMount(server).MountAsync(settingsFile.UsagePlans, served, stageName, cancellationToken);

        // A single API answers at the root of this machine's own names.
        if (served is [var only]) await new LoopbackMount(server).MountAsync(only.ApiId, stageName, cancellationToken);

        await server.StartAsync(cancellationToken);
        using var changes = new FileChanges(files);
        new MountTable(Console.Out, settings.Json).Write(served, server.GatewayListener.Urls, server.ControlListener.Url, stageName, server.Fidelity);
        RootKeyReport.Write(Console.Out, settings, server);

        await ServerRun.UntilStoppedAsync(
            server, Task.WhenAll(FollowAsync(changes, served, server, variables, settings, cancellationToken), followed.FollowAsync(cancellationToken)), cancellationToken);
        return ExitCodes.Done;
    }

    private static async Task FollowAsync(
        FileChanges changes, List<ServedDefinition> served, GatewayHost server, ImmutableSortedDictionary<string, string> variables, HostSettings settings, CancellationToken cancellationToken)
    {
        await foreach (var file in changes.ReadAllAsync(cancellationToken))
        {
            foreach (var definition in served.Where(one => one.Source.File == file)) await ReloadAsync(definition, server, variables, settings, cancellationToken);
        }
    }

    // A version that cannot be served leaves the one before it running.
    private static async Task ReloadAsync(
        ServedDefinition definition, GatewayHost server, ImmutableSortedDictionary<string, string> variables, HostSettings settings, CancellationToken cancellationToken)
    {
        var file = definition.Source.File;
        try
        {
            var source = DefinitionSource.Read(file, variables, server.Compilation);
            if (source.Text == definition.Source.Text) return;
            if (source.HasErrors)
            {
                foreach (var finding in source.Findings.Where(finding => finding.Severity == FindingSeverity.Error)) Console.Error.WriteLine(FindingText.Line(finding));
                Console.Error.WriteLine($"{file} is not served as it is now; the version before it goes on");
                return;
            }

            await definition.ReplaceAsync(source, cancellationToken);
            if (settings.Json)
            {
                Console.Out.WriteLine($"{{\"reloaded\":{DataPlane.Context.JsonText.Quoted(file)}}}");
            }
            else
            {
                Console.Out.WriteLine($"{file} was reloaded");
                new MountTable(Console.Out, json: false).WriteFidelity([definition], server.Fidelity);
            }
        }
        catch (CommandFailure failure)
        {
            Console.Error.WriteLine($"{failure.Message}; the version before it goes on");
        }
    }
}
