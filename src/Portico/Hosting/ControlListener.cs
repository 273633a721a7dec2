using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portico.Aws;
using Portico.Aws.Signing;
using Portico.DataPlane.Context;
using Portico.DataPlane.Listening;
using Portico.Failures;
using Portico.Identity;
using Portico.Protocol;
using Portico.Protocol.Messages;
using Portico.Protocol.Query;

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
        IPEndPoint endpoint, RestGateway gateway, ControlServices services, OwnPages pages, ILoggerFactory loggers, CancellationToken cancellationToken)
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
        application.Run(context => HandleAsync(context, gateway, services, pages));
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

    private static async Task HandleAsync(HttpContext context, RestGateway gateway, ControlServices services, OwnPages pages)
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

        if (services.Access.IsOpen && !LoopbackGuard.Allows(host, context.Request.Headers.Origin))
        {
            await WriteAsync(context, new ServiceException(403, "AccessDeniedException", "The open control plane answers loopback names only, and no pages of other origins"));
            return;
        }

        var call = new ControlCall(context);
        if (IsHealth(call.Path) && await pages.TryHandleAsync(context, call.Path)) return;

        // By the signature first: AWS_ENDPOINT_URL may send every service of a user here. Version 2 signs with version 1's name.
        var signedFor = PresentedSignature.TryRead(call.Signable, out var signature, out _) ? signature.Scope.Service : CredentialScope.TryParse(context.Request.Headers.Authorization)?.Service;
        var operation = context.Request.Headers[JsonRpcService.TargetHeader].ToString();
        if (signedFor is "iam" or "sts" || (call.Path == "/" && signedFor is null && operation.Length == 0))
        {
            await CallQueryAsync(call, services, signedFor);
            return;
        }

        var (service, name) = services.Find(signedFor, call.Path, operation);
        CallAuthorization? authorization;
        try
        {
            if (service is null) throw new ServiceException(501, "UnsupportedOperation", $"The service {name} is not available in this version of Portico");
            authorization = await services.Access.AuthorizeAsync(call, service);

            // Portico's own pages are for whoever may do that with their path.
            if (OwnPages.IsOwn(call.Path)) authorization?.Check(HttpMethods.IsPost(context.Request.Method) ? "apigateway:POST" : "apigateway:GET", $"arn:aws:apigateway:{signature?.Scope.Region}::{call.Path}");
        }
        catch (SignatureRefusedException refused)
        {
            if (service?.Refuse is { } refuse) await WriteAsync(context, refuse(refused.ForRestJson()));
            else await WriteAsync(context, refused.ForRestJson());
            return;
        }
        catch (ServiceException refusal)
        {
            if (service?.Refuse is { } refuse) await WriteAsync(context, refuse(refusal));
            else await WriteAsync(context, refusal);
            return;
        }

        if (await pages.TryHandleAsync(context, call.Path, call.Body)) return;
        var answer = await service.InvokeAsync(
            new ServiceRequest
            {
                Method = context.Request.Method,
                RawPath = call.Path,
                QueryString = call.Query,
                Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                Body = call.Body,
                Authorization = authorization,
            },
            context.RequestAborted);
        await WriteAsync(context, answer);
    }

    // Load balancers ask, and sign nothing.
    private static bool IsHealth(string path) => path is "/health/live" or "/health/ready";

    private static async Task CallQueryAsync(ControlCall call, ControlServices services, string? signedFor)
    {
        var service = signedFor ?? "sts";
        var answering = services.Identities.Find(service)!;
        ServiceResponse answer;
        try
        {
            // Without a signature nobody but the open control plane reads on, and there the action says which service is meant.
            var caller = await services.Access.IdentityAsync(call, service);
            var parameters = call.Body.Length > QueryService<IdentityCaller>.MaxBodyBytes
                ? throw new ServiceException(413, "RequestEntityTooLarge", $"Request size exceeded {QueryService<IdentityCaller>.MaxBodyBytes} bytes")
                : QueryParameterSet.Parse(call.Query, call.Body.Span);
            if (signedFor is null && services.Identities.ServiceOf(parameters.Text("Action")) is { } named) answering = services.Identities.Find(named)!;
            if (signedFor is null && parameters.Text("Action") is null)
            {
                await WriteAsync(call.Context, new ServiceException(403, "MissingAuthenticationTokenException", "Missing Authentication Token"));
                return;
            }

            answer = await answering.InvokeAsync(parameters, caller, call.Context.RequestAborted);
        }
        catch (SignatureRefusedException refused)
        {
            answer = answering.Refuse(refused.ForQuery());
        }
        catch (ServiceException refusal)
        {
            answer = answering.Refuse(refusal);
        }

        await WriteAsync(call.Context, answer);
    }

    private static async Task WriteAsync(HttpContext context, ServiceResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) context.Response.Headers.Append(name, value);
        context.Response.ContentLength = answer.Status == 204 ? null : answer.Body.Length;
        if (answer.Status != 204) await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, ServiceException refusal)
    {
        context.Response.StatusCode = refusal.StatusCode;
        context.Response.ContentType = "application/json";
        context.Response.Headers["x-amzn-ErrorType"] = refusal.Code;
        context.Response.Headers["x-amzn-RequestId"] = RequestIdentifiers.Random();

        // AWS's spelling: only this refusal names its text in upper case.
        var member = refusal.Code == "AccessDeniedException" && refusal.Message.StartsWith("User: ", StringComparison.Ordinal) ? "Message" : "message";
        await context.Response.WriteAsync($"{{\"{member}\":{JsonText.Quoted(refusal.Message)}}}");
    }
}
