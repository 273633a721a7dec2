using System.Collections.Immutable;
using Portico.Compiler;
using Portico.Definitions;
using Portico.Definitions.OpenApi;
using Portico.Definitions.OpenApi.Reading;
using Portico.Definitions.Text;
using Portico.Failures;
using Portico.Model.Findings;
using Portico.Model.Identifiers;

namespace Portico.Running;

/// <summary>A definition file that the user named: read, and checked as far as it can be without serving it.</summary>
internal sealed record DefinitionSource
{
    /// <summary>As the user wrote it.</summary>
    internal required string File { get; init; }

    internal required string Text { get; init; }

    internal required DefinitionReading Reading { get; init; }

    /// <summary>From reading and compiling, in the order of the file.</summary>
    internal required ImmutableArray<Finding> Findings { get; init; }

    internal bool HasErrors => Findings.Any(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CommandFailure">It cannot be read, or is of a format that is not there yet.</exception>
    internal static DefinitionSource Read(string path, ImmutableSortedDictionary<string, string> variables, CompilationOptions compilation)
    {
        var text = ReadText(path);
        RefuseOtherFormats(path, text);
        var reading = OpenApiReader.Read(text, new OpenApiReadOptions
        {
            File = path,
            ApiId = "check00000",
            Identifiers = new SequentialIdentifiers(),
            Now = DateTimeOffset.UnixEpoch,
            AccountId = compilation.AccountId,
            Region = compilation.Region,
        });
        var findings = reading.Findings;
        if (reading.Definition is { } definition)
        {
            findings = findings.AddRange(StageCompiler.Check(definition, variables, compilation).Select(reading.Sources.Locate));
        }

        return new DefinitionSource
        {
            File = path,
            Text = text,
            Reading = reading,
            Findings = [.. findings.DistinctBy(finding => finding.ToString()).OrderBy(finding => finding.Location?.Line ?? int.MaxValue)],
        };
    }

    private static string ReadText(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw DefinitionFormat.OfPath(path) == DefinitionFormat.CdkOutput
                    ? CommandFailure.NotThereYet($"{path}: running a {DefinitionFormat.CdkOutput}")
                    : CommandFailure.BadInput($"{path} is a folder; give an OpenAPI file");
            }

            var file = new FileInfo(path);
            if (!file.Exists) throw CommandFailure.BadInput($"{path}: there is no such file");
            if (file.Length > SourceDocument.MaxBytes)
            {
                throw CommandFailure.BadInput($"{path} has {file.Length} bytes; API Gateway takes definitions of at most {SourceDocument.MaxBytes} bytes");
            }

            return System.IO.File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.BadInput($"{path} cannot be read: {exception.Message}");
        }
    }

    private static void RefuseOtherFormats(string path, string text)
    {
        var format = DefinitionFormat.OfText(text);
        if (!format.IsOpenApi && format != DefinitionFormat.Unknown) throw CommandFailure.NotThereYet($"{path}: running a {format}");
    }
}
