using Portico.Model.Findings;

namespace Portico.CommandLine;

/// <summary>A finding as a line at the terminal.</summary>
internal static class FindingText
{
    internal static string Line(Finding finding) => $"{Kind(finding.Severity)}  {finding}";

    internal static string Kind(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Failing => "failing",
        FindingSeverity.Warning => "warning",
        _ => "no effect",
    };
}
