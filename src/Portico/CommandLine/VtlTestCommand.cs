using System.CommandLine;
using Portico.Failures;
using Portico.Templates;

namespace Portico.CommandLine;

/// <summary><c>portico vtl test FILE...</c>: unit tests for mapping templates.</summary>
internal static class VtlTestCommand
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files of cases: template, input, expected output or error (JSON or YAML)", Arity = ArgumentArity.OneOrMore };
        var command = new Command("test", "Tests mapping templates; exit code 1 when a case fails") { files };
        command.SetAction(result => Test(result.GetRequiredValue(files)));
        return command;
    }

    private static int Test(string[] files)
    {
        var (passed, failed) = (0, 0);
        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var file in files)
        {
            foreach (var one in TemplateCaseFile.Read(file))
            {
                if (one.Run() is not { } difference)
                {
                    passed++;
                    continue;
                }

                failed++;
                output.WriteLine($"failed  {file}: {one.Id}");
                output.WriteLine(difference);
                output.WriteLine();
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? ExitCodes.Done : ExitCodes.BadInput;
    }
}
