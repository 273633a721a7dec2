namespace Portico.EndToEnd.Tests.Support;

/// <summary>curl, as the guides show it.</summary>
internal static class Curl
{
    /// <summary>A call.</summary>
    /// <returns>Status line, header lines and body, as <c>curl -i</c> shows them.</returns>
    internal static async Task<string> GetAsync(string address, params string[] options)
    {
        // No proxy that the machine is set up for stands between a test and its own server.
        var outcome = await ChildProcess.RunAsync("curl", ["-sSi", "--noproxy", "*", "--max-time", "30", .. options, address]);
        Assert.True(outcome.ExitCode == 0, $"curl {address}: {outcome.ExitCode} {outcome.Errors}");
        return outcome.Output;
    }
}
