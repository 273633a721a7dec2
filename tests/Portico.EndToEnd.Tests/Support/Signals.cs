using System.Runtime.InteropServices;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>Signals as an operator sends them.</summary>
internal static class Signals
{
    internal const int Kill = 9;
    internal const int Terminate = 15;

    internal static void Send(int processId, int signal)
    {
        if (SendTo(processId, signal) != 0) throw new InvalidOperationException($"signal {signal} could not be sent to {processId}: error {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendTo(int processId, int signal);
}
