using System.Runtime.InteropServices;

namespace Portico.Lambda.Processes;

/// <summary>What the framework does not offer of the system's process calls.</summary>
internal static partial class Signals
{
    private const int Kill = 9;
    private const int SetDumpable = 4;

    /// <summary>Ends a process that leads a group, and everything in that group.</summary>
    internal static void KillGroup(int processId)
    {
        if (OperatingSystem.IsWindows() || processId <= 1) return;
        _ = KillProcess(-processId, Kill);
    }

    internal static void KillOne(int processId)
    {
        if (OperatingSystem.IsWindows() || processId <= 1) return;
        _ = KillProcess(processId, Kill);
    }

    /// <summary>Other processes of the same user cannot read this one's environment or memory any more.</summary>
    internal static void CloseToOthers()
    {
        if (OperatingSystem.IsLinux()) _ = ProcessControl(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
