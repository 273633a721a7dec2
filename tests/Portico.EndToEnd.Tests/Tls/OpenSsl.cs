using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Tls;

/// <summary>The openssl of the machine: makes certificates, and shakes hands as a client of its own.</summary>
internal static class OpenSsl
{
    internal static async Task MakeAsync(params string[] arguments)
    {
        var outcome = await ChildProcess.RunAsync("openssl", arguments);
        Assert.True(outcome.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {outcome.Errors}");
    }

    /// <summary>An authority: <c>NAME.pem</c> and <c>NAME.key</c>.</summary>
    internal static Task AuthorityAsync(TemporaryFolder folder, string name) => MakeAsync(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30", "-subj", $"/CN={name}", "-keyout", folder[$"{name}.key"], "-out", folder[$"{name}.pem"]);

    /// <summary>A certificate of an authority: <c>NAME.pem</c> and <c>NAME.key</c>.</summary>
    internal static Task IssueAsync(TemporaryFolder folder, string authority, string name, string extension) => MakeAsync(
        "req", "-x509", "-CA", folder[$"{authority}.pem"], "-CAkey", folder[$"{authority}.key"], "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "20", "-subj", $"/CN={name}",
        "-addext", extension, "-addext", "basicConstraints=critical,CA:FALSE", "-keyout", folder[$"{name}.key"], "-out", folder[$"{name}.pem"]);

    /// <summary>A handshake, and one request on it.</summary>
    /// <returns>What the client shows of both.</returns>
    internal static async Task<Outcome> ConnectAsync(int port, string serverName, params string[] options)
    {
        // By a shell, because openssl reads the request from its input; it goes when the server closes.
        var words = string.Join(' ', options.Select(option => $"'{option}'"));
        return await ChildProcess.RunAsync(
            "bash",
            ["-c", $"printf 'GET /pets HTTP/1.1\\r\\nHost: {serverName}\\r\\nConnection: close\\r\\n\\r\\n' | timeout 20 openssl s_client -ign_eof -connect 127.0.0.1:{port} -servername '{serverName}' {words}"]);
    }
}
