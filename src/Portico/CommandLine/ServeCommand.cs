using System.CommandLine;
using Portico.Failures;
using Portico.Hosting;
using Portico.Reports;

namespace Portico.CommandLine;

/// <summary><c>portico serve</c>: a long-lived server that starts with what it stored.</summary>
internal static class ServeCommand
{
    private const string DefaultDataFolder = "portico-data";

    internal static Command Create()
    {
        var host = new HostOptions();
        var command = new Command("serve", "Long-lived server with a persistent store");
        host.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var file = SettingsFile.Read(Directory.GetCurrentDirectory());
            if (file.Functions is [var function, ..]) throw CommandFailure.BadInput($"{SettingsFile.Name}: the function '{function.Name}' is one for portico run; a long-lived server takes functions by CreateFunction");
            if (file.UsagePlans is [var plan, ..]) throw CommandFailure.BadInput($"{plan.Place}: usagePlans are made by portico run, for the APIs that it serves; a long-lived server takes them by CreateUsagePlan");
            var settings = host.Settle(result, file, DefaultDataFolder);
            using var loggers = StandardErrorLoggers.Factory(settings.Json);
            await using var lines = new FunctionLines(Console.OpenStandardOutput(), settings.Json, TimeProvider.System);
            await using var server = await GatewayHost.OpenAsync(settings, lines, loggers, cancellationToken);
            await server.StartAsync(cancellationToken);
            ServerReport.Write(Console.Out, settings, server);
            RootKeyReport.Write(Console.Out, settings, server);
            await ServerRun.UntilStoppedAsync(server, Task.CompletedTask, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
