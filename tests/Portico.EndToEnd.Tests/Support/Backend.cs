using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>A small web service behind the gateway: says what it was asked, and holds back what it is told to.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Held> _held = new();

    private Backend(WebApplication application) => _application = application;

    /// <summary>Host and port, as a URI template takes them.</summary>
    internal string Address => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    internal static async Task<Backend> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var backend = new Backend(application);
        application.MapGet("/held/{name}", backend.HoldAsync);
        application.MapFallback(context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}"));
        await application.StartAsync();
        return backend;
    }

    /// <summary>Completes once a request for <c>/held/{name}</c> is here.</summary>
    internal Task ArrivalOfAsync(string name) => Of(name).Arrived.Task.WaitAsync(Limits.Wait);

    /// <summary>Lets <c>/held/{name}</c> answer.</summary>
    internal void Release(string name) => Of(name).Released.SetResult();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HoldAsync(HttpContext context)
    {
        var held = Of((string)context.GetRouteValue("name")!);
        held.Arrived.TrySetResult();
        await held.Released.Task.WaitAsync(Limits.Wait);
        await context.Response.WriteAsync("released");
    }

    private Held Of(string name) => _held.GetOrAdd(name, _ => new Held());

    private sealed class Held
    {
        internal TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
