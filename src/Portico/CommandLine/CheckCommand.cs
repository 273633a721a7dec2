using System.CommandLine;
using System.Text;
using System.Text.Json;
using Portico.DataPlane.Callers;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.Failures;
using Portico.Hosting;
using Portico.Integrations.AwsService;
using Portico.Integrations.Http;
using Portico.Model.Findings;
using Portico.Reports;
using Portico.Running;

namespace Portico.CommandLine;

/// <summary><c>portico check PATH...</c>: what AWS would refuse, and what would have no effect, without serving anything.</summary>
internal static class CheckCommand
{
    internal static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "OpenAPI definitions", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Machine-readable output" };
        var stage = new StageOptions();
        var command = new Command("check", "Says what stands against definitions; exit code 1 when there are errors") { paths, json };
        stage.AddTo(command);
        command.SetAction(result =>
        {
            var files = result.GetRequiredValue(paths);
            var settings = SettingsFile.Read(Path.GetDirectoryName(Path.GetFullPath(files[0])) ?? ".");
            using var upstream = new BackEnds(settings.BackEnds, TimeProvider.System, NullLogger<BackEnds>.Instance);
            using var authorizations = new Authorizations(new CallerDirectory(), settings.UserPools, functions: null, "000000000000", "us-east-1", NullLogger<Authorizations>.Instance);
            var compilation = GatewayHost.CompilationFor("000000000000", "us-east-1", upstream, new AwsAccess(settings.Aws, upstream, TimeProvider.System), authorizations, functions: null);
            var sources = files.Select(file => DefinitionSource.Read(file, stage.Variables(result, settings), compilation)).ToList();
            var findings = sources.SelectMany(source => source.Findings).ToList();
            if (result.GetValue(json)) WriteJson(findings);
            else WriteText(sources);
            return findings.Any(finding => finding.Severity is FindingSeverity.Error or FindingSeverity.Failing) ? ExitCodes.BadInput : ExitCodes.Done;
        });
        return command;
    }

    private static void WriteText(List<DefinitionSource> sources)
    {
        foreach (var source in sources)
        {
            foreach (var finding in source.Findings) Console.Out.WriteLine(FindingText.Line(finding));
            Console.Out.WriteLine($"{source.File}: {Count(source, FindingSeverity.Error) + Count(source, FindingSeverity.Failing)} errors, {Count(source, FindingSeverity.Warning)} warnings, {Count(source, FindingSeverity.Fidelity)} settings without effect");
        }
    }

    private static int Count(DefinitionSource source, FindingSeverity severity) => source.Findings.Count(finding => finding.Severity == severity);

    private static void WriteJson(List<Finding> findings)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("severity", FindingText.Kind(finding.Severity));
                writer.WriteString("message", finding.Message);
                if (finding.Location is { } location)
                {
                    writer.WriteString("file", location.File);
                    writer.WriteString("pointer", location.Pointer);
                    writer.WriteNumber("line", location.Line);
                    writer.WriteNumber("column", location.Column);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
