using Portico.Hosting;

namespace Portico.CommandLine;

/// <summary>What every command that keeps a server running does.</summary>
internal static class ServerRun
{
    // Longer than the longest integration, so that no request is cut off by an orderly stop.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(35);

    /// <summary>Keeps the server until the process is asked to end, then lets running requests end.</summary>
    /// <param name="server">A started server.</param>
    /// <param name="work">What goes on meanwhile; its failure ends the server.</param>
    /// <param name="cancellationToken">Set by SIGINT and SIGTERM.</param>
    internal static async Task UntilStoppedAsync(GatewayHost server, Task work, CancellationToken cancellationToken)
    {
        try
        {
            await work;
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }

        using var limit = new CancellationTokenSource(StopLimit);
        await server.StopAsync(limit.Token);
    }
}
