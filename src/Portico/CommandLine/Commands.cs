using System.CommandLine;
using System.Reflection;
using Portico.Failures;

namespace Portico.CommandLine;

/// <summary>The command line: which commands there are, and what happens to their failures.</summary>
internal static class Commands
{
    // Commands of the fixed interface that later versions bring: named, so that asking for one is answered and not guessed at.
    private static readonly (string Name, string Description)[] NotThereYet =
    [
        ("routes", "Live view of a running server's routes"),
        ("import", "Brings a definition into a running server"),
        ("export", "Takes a definition out of a running server"),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        // Asked often, by scripts: answered without building anything.
        if (args is ["--version"])
        {
            Console.Out.WriteLine(Version);
            return ExitCodes.Done;
        }

        var root = new RootCommand("Amazon API Gateway on your own machine");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(TestInvokeCommand.Create());
        root.Subcommands.Add(VtlCommand.Create());
        root.Subcommands.Add(LogsCommand.Create());
        foreach (var (name, description) in NotThereYet) root.Subcommands.Add(Absent(name, description));

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine("See portico --help.");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,

                // What the library grants a command before it ends the process by force: running requests have more than its two seconds.
                ProcessTerminationTimeout = ServerRun.StopLimit + TimeSpan.FromSeconds(5),
            });
        }
        catch (CommandFailure failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
    }

    private static string Version => typeof(Commands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static Command Absent(string name, string description)
    {
        var command = new Command(name, $"{description} (not there yet)") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(int (_) => throw CommandFailure.NotThereYet($"portico {name}"));
        return command;
    }
}
