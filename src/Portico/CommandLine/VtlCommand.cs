using System.CommandLine;

namespace Portico.CommandLine;

/// <summary><c>portico vtl</c>: mapping templates at the terminal.</summary>
internal static class VtlCommand
{
    internal static Command Create()
    {
        var command = new Command("vtl", "Renders and tests mapping templates");
        command.Subcommands.Add(VtlRenderCommand.Create());
        command.Subcommands.Add(VtlTestCommand.Create());
        return command;
    }
}
