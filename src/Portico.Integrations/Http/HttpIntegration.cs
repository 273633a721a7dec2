using System.Runtime.CompilerServices;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>Calls an HTTP back end with what the request mapping made, and nothing of the client's beyond it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html"/>
public sealed class HttpIntegration(IUpstreamClient client, UriTemplate uri, string? httpMethod, TimeSpan timeout) : IStep
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var call = invocation.Integration;
        if (uri.Resolve(call.RequestPath) is not var (origin, target)) return UpstreamFault.InvalidEndpoint;

        AddHeaders(invocation);
        var sent = RequestTarget.With(target, clientQuery: "", call.RequestQuery);
        invocation.Execution?.Calling(invocation, $"{origin.Scheme}://{origin.Authority}{sent}", call.RequestBody);
        try
        {
            using var answer = await client.SendAsync(
                new UpstreamRequest
                {
                    Origin = origin,
                    Method = httpMethod ?? invocation.Request.Method,
                    Target = sent,
                    Headers = call.RequestHeaders,
                    Body = call.RequestBody,
                    TimeLimit = timeout,
                    StatesEmptyBody = true,
                },
                call.ResponseHeaders);

            return await WholeAnswer.TakeAsync(invocation, answer);
        }
        catch (UpstreamException exception)
        {
            return UpstreamFault.From(exception);
        }
    }

    private static void AddHeaders(Invocation invocation)
    {
        var call = invocation.Integration;
        var headers = call.RequestHeaders;
        if (!headers.Contains("Accept")) headers.Add("Accept", "application/json");
        if (!headers.Contains("User-Agent")) headers.Add("User-Agent", invocation.Stage.UserAgent);
        if (!call.RequestBody.IsEmpty && !headers.Contains("Content-Type")) headers.Add("Content-Type", call.RequestContentType ?? "application/json");
        headers.Add("X-Amzn-Apigateway-Api-Id", invocation.Stage.ApiId);
        headers.Add(TraceId.HeaderName, invocation.Trace.Text);
        if (invocation.TraceParent is { } parent) headers.Set("traceparent", parent);
    }
}
