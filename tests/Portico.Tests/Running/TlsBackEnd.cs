using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Portico.Tests.Running;

/// <summary>An https back end of the framework's: speaks HTTP/1.1 and HTTP/2 as it is told, and remembers whom it saw.</summary>
internal sealed class TlsBackEnd : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TlsBackEnd(WebApplication application, ConcurrentQueue<Call> calls)
    {
        _application = application;
        Calls = calls;
        Port = new Uri(application.Urls.First()).Port;
    }

    internal int Port { get; }

    internal string Url => $"https://127.0.0.1:{Port}";

    internal ConcurrentQueue<Call> Calls { get; }

    /// <param name="certificate">The back end's own.</param>
    /// <param name="protocols">What it offers.</param>
    /// <param name="asksForCertificate">Whether a client without a certificate is turned away.</param>
    internal static async Task<TlsBackEnd> StartAsync(X509Certificate2 certificate, HttpProtocols protocols = HttpProtocols.Http1, bool asksForCertificate = false)
    {
        var calls = new ConcurrentQueue<Call>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        var application = builder.Build();
        application.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync();
            var shown = context.Connection.ClientCertificate;
            calls.Enqueue(new Call(context.Request.Protocol, context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Host.Value ?? "", text, shown?.Thumbprint));
            context.Response.Headers["X-Spoken"] = context.Request.Protocol;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(text.Length == 0 ? "secret" : text);
        });
        await application.StartAsync();
        return new TlsBackEnd(application, calls);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    internal sealed record Call(string Protocol, string Method, string Target, string Host, string Body, string? Thumbprint);
}
