using System.Globalization;
using System.Text;
using Portico.Vtl;

namespace Portico.Templates;

/// <summary>An error of a template for the terminal: the place, the sentence, the line and a mark below it.</summary>
internal static class TemplateErrorText
{
    // A line longer than this is shown around the place only.
    private const int Width = 120;

    internal static string Of(string file, string template, VtlError error)
    {
        var line = template.Split('\n').ElementAtOrDefault(error.Line - 1)?.TrimEnd('\r') ?? "";
        var from = Math.Max(0, Math.Min(error.Column - (Width / 2), line.Length - Width));
        var shown = new StringBuilder(line[from..Math.Min(line.Length, from + Width)]);
        for (var index = 0; index < shown.Length; index++)
        {
            // A control character would be obeyed by the terminal.
            if (char.IsControl(shown[index])) shown[index] = ' ';
        }

        var number = error.Line.ToString(CultureInfo.InvariantCulture);
        var margin = new string(' ', number.Length);
        return $"{file}:{error.Line}:{error.Column}: {error.Message}\n  {number} | {shown}\n  {margin} | {new string(' ', Math.Max(0, error.Column - 1 - from))}^";
    }
}
