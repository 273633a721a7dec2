using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.Failures;
using Portico.Protocol;
using Portico.Protocol.Messages;

namespace Portico.Hosting;

/// <summary>
/// The control plane's listener: AWS's control APIs, Portico's own pages, and the data plane's host and path forms for tools
/// that know one port.
/// </summary>
internal sealed class ControlListener : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ControlListener(WebApplication application) => _application = application;

    internal string Url => _application.Urls.First();

    /// <exception cref="CommandFailure">The address cannot be listened on.</exception>
    internal static async Task<ControlListener> StartAsync(
        IPEndPoint endpoint, RestGateway gateway, RestJsonService apiGateway, Lazy<RestJsonService> lambda, OwnPages pages, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            GatewayListener.SetLimits(options.Limits);

            // Signed control calls carry tokens, and ARNs stand in their paths.
            options.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            options.Limits.MaxRequestBodySize = null;
            options.Listen(endpoint);
        });
        builder.Services.AddSingleton(loggers);
        var application = builder.Build();
        application.Run(context => HandleAsync(context, gateway, apiGateway, lambda, pages));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await application.DisposeAsync();
            throw CommandFailure.CannotStart($"cannot listen on {ListenAddress.Url(endpoint)}: {exception.InnerException?.Message ?? exception.Message}; stop what uses the port, or give another by --control-url", exception);
        }

        return new ControlListener(application);
    }

    internal Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task HandleAsync(HttpContext context, RestGateway gateway, RestJsonService apiGateway, Lazy<RestJsonService> lambda, OwnPages pages)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var host = context.Request.Headers.Host.ToString();
        if (RestGateway.Addresses(host, target))
        {
            using var invocation = gateway.NewInvocation();
            await gateway.HandleAsync(context.Features, invocation);

            // The response still points into the invocation's memory until the server has taken it.
            await context.Response.CompleteAsync();
            return;
        }

        if (!LoopbackGuard.Allows(host, context.Request.Headers.Origin))
        {
            await WriteAsync(context, 403, "AccessDeniedException", "The open control plane answers loopback names only, and no pages of other origins");
            return;
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? target : target[..mark];
        if (await pages.TryHandleAsync(context, path)) return;
        var query = mark < 0 ? "" : target[(mark + 1)..];
        var service = OtherService(path, context.Request.Headers.Authorization);
        if (service == "lambda")
        {
            // A package of 50 MB in base64 and what is around it.
            await CallAsync(context, lambda.Value, path, query, maxBytes: 72 * 1024 * 1024);
            return;
        }

        if (service is not null)
        {
            await WriteAsync(context, 501, "UnsupportedOperation", $"The service {service} is not available in this version of Portico");
            return;
        }

        // A little more than the service takes: it says itself what is too much.
        await CallAsync(context, apiGateway, path, query, maxBytes: 12 * 1024 * 1024);
    }

    // By the signature first: AWS_ENDPOINT_URL may send every service of a user here. Version 2 signs with version 1's name.
    private static string? OtherService(string path, string? authorization) =>
        CredentialScope.TryParse(authorization)?.Service is { } signed and not "apigateway" ? signed
        : path.StartsWith("/v2/", StringComparison.Ordinal) ? "apigatewayv2"
        : path.Length > 12 && char.IsAsciiDigit(path[1]) && path[5] == '-' && path[8] == '-' && path[11] == '/' ? "lambda"
        : null;

    private static async Task CallAsync(HttpContext context, RestJsonService service, string path, string query, int maxBytes)
    {
        var body = new PayloadBuffer();
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var segment in read.Buffer)
            {
                segment.Span.CopyTo(body.GetSpan(segment.Length));
                body.Advance(segment.Length);
            }

            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
            if (body.Length > maxBytes)
            {
                context.Response.Headers.Connection = "close";
                break;
            }
        }

        var request = new ServiceRequest
        {
            Method = context.Request.Method,
            RawPath = path,
            QueryString = query,
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.Memory,
        };
        var answer = await service.InvokeAsync(request, context.RequestAborted);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) context.Response.Headers.Append(name, value);
        context.Response.ContentLength = answer.Status == 204 ? null : answer.Body.Length;
        if (answer.Status != 204) await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, int status, string errorType, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-amzn-ErrorType"] = errorType;
        await context.Response.WriteAsync($"{{\"message\":{JsonText.Quoted(message)}}}");
    }
}
