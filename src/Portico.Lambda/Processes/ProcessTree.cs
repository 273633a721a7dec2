using System.Globalization;

namespace Portico.Lambda.Processes;

/// <summary>What Linux tells of a process and its children.</summary>
internal static class ProcessTree
{
    /// <summary>The children of a process, and theirs, as far as they are still below it.</summary>
    internal static List<int> Descendants(int processId)
    {
        var found = new List<int>();
        if (!OperatingSystem.IsLinux()) return found;
        Add(processId, found, depth: 0);
        return found;
    }

    /// <summary>Megabytes of memory of its own that a process and its descendants use now; 0 when that cannot be told.</summary>
    internal static int UsedMegabytes(int processId) => (int)((Kilobytes(processId, "RssAnon:") + Descendants(processId).Sum(each => Kilobytes(each, "RssAnon:"))) / 1024);

    /// <summary>The most memory that a process has had so far, in megabytes.</summary>
    internal static int PeakMegabytes(int processId) => (int)(Kilobytes(processId, "VmHWM:") / 1024);

    private static void Add(int processId, List<int> found, int depth)
    {
        // Deeper than any honest function, and a bound against trees that grow while they are read.
        if (depth > 16 || found.Count > 4096) return;
        try
        {
            foreach (var thread in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task")))
            {
                foreach (var text in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (!int.TryParse(text, CultureInfo.InvariantCulture, out var child) || found.Contains(child)) continue;
                    found.Add(child);
                    Add(child, found, depth + 1);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
        }
    }

    private static long Kilobytes(int processId, string field)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        try
        {
            foreach (var line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status")))
            {
                if (!line.StartsWith(field, StringComparison.Ordinal)) continue;
                return long.TryParse(line.AsSpan(field.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture, out var value) ? value : 0;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
        }

        return 0;
    }
}
