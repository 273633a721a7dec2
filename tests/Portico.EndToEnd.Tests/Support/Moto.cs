using System.Net;
using System.Net.Sockets;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>moto's server as a program: it stands in for AWS services, and checks signatures when it is told to.</summary>
internal sealed class Moto : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private Moto(ChildProcess process, int port)
    {
        _process = process;
        Url = $"http://127.0.0.1:{port}";
    }

    internal string Url { get; }

    /// <summary>Starts it on a free port, or skips the test with the reason.</summary>
    /// <param name="unchecked">How many calls are taken before signatures and policies are checked; null checks none.</param>
    internal static async Task<Moto> StartAsync(int? @unchecked = null)
    {
        var port = Ports.Free();
        var environment = @unchecked is { } count ? new Dictionary<string, string> { ["INITIAL_NO_AUTH_ACTION_COUNT"] = $"{count}" } : [];
        try
        {
            var moto = new Moto(ChildProcess.Start("moto_server", ["-H", "127.0.0.1", "-p", $"{port}"], environment), port);
            await moto.WaitAsync(port);
            return moto;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("moto_server is not there; pip install 'moto[server]' brings it");
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task WaitAsync(int port)
    {
        using var limit = new CancellationTokenSource(Limits.Wait);
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            }
        }
    }
}
