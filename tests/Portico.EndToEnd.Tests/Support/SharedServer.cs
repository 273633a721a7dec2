using Portico.EndToEnd.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Portico.EndToEnd.Tests.Support;

/// <summary>One <c>portico serve</c> in memory with a back end, for all tests that bring their own APIs.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PorticoServer? _server;
    private Backend? _backend;

    internal PorticoServer Server => _server!;

    internal Backend Backend => _backend!;

    internal AwsCli Aws => new(Server.Control);

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Repository.Program), $"{Repository.Program} is not there; ./portico --version builds it");
        _backend = await Backend.StartAsync();
        _server = await PorticoServer.StartAsync("serve", "--store", "memory");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_backend is not null) await _backend.DisposeAsync();
    }
}
