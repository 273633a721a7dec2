using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Portico.Model.Findings;

namespace Portico.Reports;

/// <summary>
/// Everything that a definition says and that has no effect here, API by API: from reading its text and from compiling its
/// stages, each with its place in the file.
/// </summary>
internal sealed class FidelityReport
{
    private readonly ConcurrentDictionary<string, (ImmutableArray<Finding> Findings, SourceMap Sources)> _imported = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<Finding>> _compiled = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.Ordinal);

    private volatile DomainFindings _domains = new([]);

    /// <summary>Takes what reading a definition found.</summary>
    internal void Imported(string apiId, ImmutableArray<Finding> findings, SourceMap sources) => _imported[apiId] = (findings, sources);

    /// <summary>Takes the file that an API's definition came from: an import carries text only.</summary>
    internal void Named(string apiId, string file) => _files[apiId] = file;

    /// <summary>Where a thing of an API stands in what was imported last; null when it came another way.</summary>
    internal SourceLocation? PlaceOf(string apiId, ElementAddress element) =>
        _imported.GetValueOrDefault(apiId, ([], SourceMap.Empty)).Sources.Find(element) is { Pointer.Length: > 0 } place ? place with { File = place.File ?? _files.GetValueOrDefault(apiId) } : null;

    /// <summary>Takes what compiling an API's stages found.</summary>
    internal void Compiled(string apiId, ImmutableArray<Finding> findings) => _compiled[apiId] = findings;

    /// <summary>Takes what domain names say without effect, by name.</summary>
    internal void Domains(ImmutableArray<(string DomainName, Finding Finding)> findings) => _domains = new(findings);

    internal void Forget(string apiId)
    {
        _imported.TryRemove(apiId, out _);
        _compiled.TryRemove(apiId, out _);
        _files.TryRemove(apiId, out _);
    }

    /// <summary>What stands against an API, in the order of its file.</summary>
    internal ImmutableArray<Finding> Of(string apiId)
    {
        var (imported, sources) = _imported.GetValueOrDefault(apiId, ([], SourceMap.Empty));
        var compiled = _compiled.GetValueOrDefault(apiId, []).Select(sources.Locate);
        return
        [
            .. imported.Concat(compiled).Where(finding => finding.Severity != FindingSeverity.Error)
                .DistinctBy(finding => finding.ToString())
                .OrderBy(finding => finding.Location?.Line ?? int.MaxValue),
        ];
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("findings");
        foreach (var apiId in _imported.Keys.Union(_compiled.Keys).Order(StringComparer.Ordinal))
        {
            foreach (var finding in Of(apiId)) Write(writer, "restApiId", apiId, finding);
        }

        foreach (var (domainName, finding) in _domains.All) Write(writer, "domainName", domainName, finding);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string kind, string id, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString(kind, id);
        writer.WriteString("severity", finding.Severity.ToString());
        writer.WriteString("message", finding.Message);
        if (finding.Element is { } element) writer.WriteString("element", element.ToString());
        if (finding.Location is { } location)
        {
            if (location.File is not null) writer.WriteString("file", location.File);
            writer.WriteString("pointer", location.Pointer);
            if (location.Line > 0) writer.WriteNumber("line", location.Line);
        }

        writer.WriteEndObject();
    }

    private sealed record DomainFindings(ImmutableArray<(string DomainName, Finding Finding)> All);
}
