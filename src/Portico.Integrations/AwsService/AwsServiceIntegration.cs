using System.Runtime.CompilerServices;
using Portico.Aws.Services;
using Portico.Aws.Signing;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.AwsService;

/// <summary>Calls an action or a path of an AWS service with what the request mapping made, signed; the service's answer goes to the response mapping.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services.html"/>
internal sealed class AwsServiceIntegration(
    IUpstreamClient client, RequestSigner signer, ICredentialSource credentials, UriTemplate uri, AwsServiceUri service, string? host, string? httpMethod, TimeSpan timeout) : IStep
{
    private const string Target = "X-Amz-Target";
    private const int HashedAtOnceBytes = 256 * 1024;

    private readonly AwsServiceModel _model = service.Service;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var (signsWith, fault) = await credentials.GetAsync(invocation);
        if (signsWith is null) return fault;

        var call = invocation.Integration;
        if (uri.Resolve(call.RequestPath) is not var (origin, path)) return UpstreamFault.InvalidEndpoint;

        var method = httpMethod is null or "ANY" ? invocation.Request.Method : httpMethod;
        var target = service.Action is null ? RequestTarget.With(path, clientQuery: "", call.RequestQuery) : ActionTarget(call, path);
        if (_model.IsS3) target = S3Path.InTarget(target);
        var body = call.RequestBody;
        AddHeaders(invocation, origin, method, body);
        Sign(call, method, target, await HashAsync(body), signsWith);
        invocation.Execution?.Calling(invocation, $"{origin.Scheme}://{call.RequestHeaders.Last("Host")}{target}", body);
        try
        {
            using var answer = await client.SendAsync(
                new UpstreamRequest
                {
                    Origin = origin,
                    Method = method,
                    Target = target,
                    Headers = call.RequestHeaders,
                    Body = body,
                    TimeLimit = timeout,
                },
                call.ResponseHeaders);
            return await WholeAnswer.TakeAsync(invocation, answer);
        }
        catch (UpstreamException exception)
        {
            return UpstreamFault.From(exception);
        }
    }

    // An action with mapped query parameters speaks the query protocol, whatever else the service understands (recorded for SSM);
    // without any it is a JSON call where the service has such calls.
    private string ActionTarget(IntegrationCall call, string path)
    {
        var headers = call.RequestHeaders;
        var byName = headers.Contains(Target);
        if (byName || (_model.SpeaksJson && call.RequestQuery.Count == 0 && service.Rest.Length == 0))
        {
            if (!byName) headers.Add(Target, $"{_model.TargetPrefix}.{service.Action}");
            if (!headers.Contains("Content-Type")) headers.Add("Content-Type", $"application/x-amz-json-{(_model.JsonVersion.Length > 0 ? _model.JsonVersion : "1.0")}");
            if (call.RequestBody.IsEmpty) call.RequestBody = "{}"u8.ToArray();
            return RequestTarget.With(path, clientQuery: "", call.RequestQuery);
        }

        var query = $"{path}?Action={service.Action}&Version={_model.ApiVersion}";
        return RequestTarget.With(service.Rest.Length == 0 ? query : $"{query}&{PathText.Safe(service.Rest)}", clientQuery: "", call.RequestQuery);
    }

    private void AddHeaders(Invocation invocation, Origin origin, string method, ReadOnlyMemory<byte> body)
    {
        var call = invocation.Integration;
        var headers = call.RequestHeaders;
        if (!headers.Contains("Host")) headers.Add("Host", host ?? origin.Authority);
        if (!headers.Contains("Accept")) headers.Add("Accept", "application/json");
        if (!headers.Contains("User-Agent")) headers.Add("User-Agent", invocation.Stage.UserAgent);
        if (!body.IsEmpty && method is not ("GET" or "HEAD" or "OPTIONS") && !headers.Contains("Content-Type")) headers.Add("Content-Type", call.RequestContentType ?? "application/json");
        headers.Add("X-Amzn-Apigateway-Api-Id", invocation.Stage.ApiId);
        headers.Add(TraceId.HeaderName, invocation.Trace.Text);
    }

    // A large body is hashed on the thread pool, so that it does not hold up the other requests of this thread.
    private static ValueTask<string> HashAsync(ReadOnlyMemory<byte> body) =>
        body.Length <= HashedAtOnceBytes ? new(PayloadHash.Of(body.Span)) : new(Task.Run(() => PayloadHash.Of(body.Span)));

    private void Sign(IntegrationCall call, string method, string target, string hash, AwsCredentials signsWith)
    {
        var headers = call.RequestHeaders;
        if (_model.IsS3) headers.Set("X-Amz-Content-Sha256", hash);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        var added = signer.Sign(
            method, path, query, SignedLines.Of(headers), hash, signsWith, _model.SigningRegion(service.Region), _model.SigningName, _model.IsS3 ? PathForm.AsSent : PathForm.Normalised);
        foreach (var (name, value) in added) headers.Set(name, value);
    }
}
