using System.Globalization;
using System.Text;
using System.Text.Json;
using Portico.Vtl;

namespace Portico.Templates;

/// <summary>What a case expects: an output, or an error of a kind (of any kind when it is null).</summary>
internal sealed record TemplateExpectation(string? Output, string? ErrorKind);

/// <summary>One unit test of a template.</summary>
internal sealed record TemplateCase
{
    internal required string Id { get; init; }

    internal required string Template { get; init; }

    /// <summary>How messages name the template.</summary>
    internal required string TemplateFile { get; init; }

    internal required JsonElement Input { get; init; }

    internal required TemplateExpectation Expected { get; init; }

    /// <summary>Renders it.</summary>
    /// <returns>Null when it gives what is expected, otherwise what differs, for the terminal.</returns>
    internal string? Run()
    {
        var rendering = TemplateRendering.Of(Template, Input);
        if (rendering.Error is { } error)
        {
            if (Expected.Output is null && (Expected.ErrorKind is null || Expected.ErrorKind == KindOf(error))) return null;
            return $"  expected  {(Expected.Output is null ? $"an error of the kind {Expected.ErrorKind}" : "an output")}\n  actual    an error of the kind {KindOf(error)}\n{Indented(TemplateErrorText.Of(TemplateFile, Template, error))}";
        }

        var actual = Encoding.UTF8.GetString(rendering.Output.Span);
        if (actual == Expected.Output) return null;
        return Expected.Output is null
            ? $"  expected  an error{(Expected.ErrorKind is null ? "" : $" of the kind {Expected.ErrorKind}")}\n  actual\n{Shown(actual)}"
            : $"  {Difference(Expected.Output, actual)}\n  expected\n{Shown(Expected.Output)}\n  actual\n{Shown(actual)}";
    }

    // A bound that is reached is a failure while rendering, to whoever does not ask for it by name.
    private string KindOf(VtlError error) => error.Kind switch
    {
        VtlErrorKind.Parse => "parse",
        VtlErrorKind.Limit when Expected.ErrorKind == "limit" => "limit",
        _ => "runtime",
    };

    private static string Difference(string expected, string actual)
    {
        var at = expected.AsSpan().CommonPrefixLength(actual);
        var before = expected.AsSpan(0, at);
        return string.Create(CultureInfo.InvariantCulture, $"differs from line {1 + before.Count('\n')}, column {at - before.LastIndexOf('\n')} of the output on");
    }

    // Blanks at the end of a line count, and would not be seen.
    private static string Shown(string text) => text.Length == 0 ? "    (nothing)" : string.Join('\n', text.Split('\n').Select(line => $"    |{Visible(line)}|"));

    private static string Visible(string line) => line.AsSpan().ContainsAnyInRange('\0', '\u001F') ? string.Concat(line.Select(Visible)) : line;

    private static string Visible(char letter) => letter switch
    {
        '\t' => "\\t",
        '\r' => "\\r",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
        _ => letter.ToString(),
    };

    private static string Indented(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);
}
