using Portico.Hosting;

namespace Portico.CommandLine;

/// <summary>What every command that keeps a server running does.</summary>
internal static class ServerRun
{
    // Longer than the longest integration, so that no request is cut off by an orderly stop.
    internal static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan TrimDelay = TimeSpan.FromSeconds(1);

    /// <summary>Keeps the server until the process is asked to end, then lets running requests end.</summary>
    /// <param name="server">A started server.</param>
    /// <param name="work">What goes on meanwhile; its failure ends the server.</param>
    /// <param name="cancellationToken">Set by SIGINT and SIGTERM.</param>
    internal static async Task UntilStoppedAsync(GatewayHost server, Task work, CancellationToken cancellationToken)
    {
        var trimming = TrimAsync(cancellationToken);
        try
        {
            await work;
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }

        await trimming;
        using var limit = new CancellationTokenSource(StopLimit);
        await server.StopAsync(limit.Token);
    }

    // What reading and compiling definitions needed is garbage by now, and a collection of its own gives that memory back to
    // the machine; requests alone make so little garbage that it would stay for hours.
    private static async Task TrimAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TrimDelay, cancellationToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (!cancellationToken.IsCancellationRequested) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
