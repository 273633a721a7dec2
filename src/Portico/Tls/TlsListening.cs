using System.Security.Authentication;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Stages;

namespace Portico.Tls;

/// <summary>TLS on Kestrel's connections: the client's first message chooses the terms, and requests can ask what became of it.</summary>
internal static class TlsListening
{
    /// <value>How long a handshake may take before the connection is closed.</value>
    internal static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What Kestrel's TLS needs of a container, which the data plane has none of.</summary>
    internal static ServiceProvider Services(ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton(loggers);
        return builder.Services.BuildServiceProvider();
    }

    internal static void UseTls(this ListenOptions listen, TlsTable table)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = HandshakeTimeout, OnConnection = context => new ValueTask<SslServerAuthenticationOptions>(Choose(context, table)) });
        listen.Use(next => connection => Admit(connection) ? next(connection) : Task.CompletedTask);
    }

    private static SslServerAuthenticationOptions Choose(TlsHandshakeCallbackContext context, TlsTable table)
    {
        var serverName = context.ClientHelloInfo.ServerName;
        var terms = table.Find(serverName) ?? throw new AuthenticationException("There is no certificate for the name that the client called.");
        context.Connection.Features.Set(new TlsConnection(serverName, terms.Connection));
        return terms.ForHandshake();
    }

    private static bool Admit(ConnectionContext connection)
    {
        var tls = connection.Features.GetRequiredFeature<TlsConnection>();
        if (tls.Terms?.Truststore is null) return true;
        if (connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is not { } certificate) return false;
        tls.Client = new ClientIdentity(certificate);
        return true;
    }
}
