// YARP's direct forwarder, set up as its documentation sets it up: the yardstick for what a C# gateway costs that only forwards.
// See https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/direct-forwarding
//
// With `plain` there is no YARP in between: what ASP.NET Core and HttpClient alone cost a proxy, scheduled as they are by default.
//
// usage: YarpForwarder LISTEN_URL BACKEND_URL [inline|plain]
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Yarp.ReverseProxy.Forwarder;

if (args is not [var listenUrl, var backendUrl, .. var rest])
{
    Console.Error.WriteLine("usage: YarpForwarder LISTEN_URL BACKEND_URL [inline|plain]");
    return 2;
}

var isInline = rest is ["inline"];

// Read by the first socket, so it is set before there is one.
if (isInline) Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(listenUrl);
builder.Services.AddHttpForwarder();
builder.Services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = isInline);

await using var app = builder.Build();

using var client = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
    UseCookies = false,
    EnableMultipleHttp2Connections = true,
    ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
    ConnectTimeout = TimeSpan.FromSeconds(15),
});

var request = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) };

if (rest is ["plain"])
{
    var backend = backendUrl.TrimEnd('/');
    app.Run(async context =>
    {
        using var asked = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{backend}{context.Request.Path}{context.Request.QueryString}");
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!name.Equals("Host", StringComparison.OrdinalIgnoreCase)) asked.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var answer = await client.SendAsync(asked, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated) context.Response.Headers[name] = values.ToString();
        foreach (var (name, values) in answer.Content.Headers.NonValidated) context.Response.Headers[name] = values.ToString();
        context.Response.Headers.Remove("Transfer-Encoding");
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    });
    await app.RunAsync();
    return 0;
}

app.Map("/{**path}", async (HttpContext context, IHttpForwarder forwarder) =>
{
    var error = await forwarder.SendAsync(context, backendUrl, client, request, HttpTransformer.Default);
    if (error != ForwarderError.None) Console.Error.WriteLine($"{error}: {context.GetForwarderErrorFeature()?.Exception?.Message}");
});

await app.RunAsync();
return 0;
