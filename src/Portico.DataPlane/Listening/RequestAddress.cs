using Portico.DataPlane.Invocations;
using Portico.DataPlane.Stages;

namespace Portico.DataPlane.Listening;

/// <summary>
/// Which stage a request is for: 1 a custom domain name, 2 a host <c>{apiId}.execute-api.{anything}</c>, 3 the path forms of
/// local tools.
/// </summary>
/// <remarks>
/// A path of those forms is not given to a domain name first, so that an API mounted at the root of <c>localhost</c> does not
/// hide them.
/// </remarks>
public static class RequestAddress
{
    private const string ExecuteApi = ".execute-api.";
    private const string AwsPath = "/_aws/execute-api/";
    private const string RestApisPath = "/restapis/";
    private const string UserRequest = "/_user_request_";

    /// <summary>The stage, with the request's resource path set behind it; null when there is none.</summary>
    public static CompiledStage? Find(StageTable stages, Invocation invocation)
    {
        var request = invocation.Request;
        var hostHeader = request.Headers.Host;
        var host = hostHeader.Count == 0 ? [] : HostNames.WithoutPort(hostHeader[0]);
        var path = request.RawPath.AsSpan();

        // The commonest first: a domain name, unless the path says where it goes by itself.
        var namesItsApi = path.StartsWith(AwsPath, StringComparison.Ordinal) || path.StartsWith(RestApisPath, StringComparison.Ordinal);
        if (!namesItsApi && stages.FindDomain(host) is { } domain) return Find(domain, request, host);

        var cut = host.IndexOf(ExecuteApi, StringComparison.OrdinalIgnoreCase);
        if (cut > 0) return Enabled(ByStagePath(stages, request, host[..cut], 0));

        if (path.StartsWith(AwsPath, StringComparison.Ordinal))
        {
            var apiEnd = SegmentEnd(path, AwsPath.Length);
            return Enabled(ByStagePath(stages, request, path[AwsPath.Length..apiEnd], apiEnd));
        }

        if (path.StartsWith(RestApisPath, StringComparison.Ordinal))
        {
            var apiEnd = SegmentEnd(path, RestApisPath.Length);
            var stageStart = Math.Min(apiEnd + 1, path.Length);
            var stageEnd = SegmentEnd(path, stageStart);
            if (path[stageEnd..].StartsWith(UserRequest, StringComparison.Ordinal) && (path.Length == stageEnd + UserRequest.Length || path[stageEnd + UserRequest.Length] == '/'))
            {
                request.ResourcePathStart = stageEnd + UserRequest.Length;
                return Enabled(stages.Find(path[RestApisPath.Length..apiEnd], path[stageStart..stageEnd]));
            }
        }

        return stages.FindDomain(host) is { } named ? Find(named, request, host) : null;
    }

    private static CompiledStage? Find(DomainRoutes domain, ClientRequest request, ReadOnlySpan<char> host)
    {
        if (domain.Terms is not { } terms || terms.Admit(request.Tls, host)) return domain.Find(request);
        request.IsMisdirected = true;
        return null;
    }

    internal static bool IsExecuteApiHost(string? host) => host?.Contains(ExecuteApi, StringComparison.OrdinalIgnoreCase) ?? false;

    internal static bool IsPathForm(string rawTarget) =>
        rawTarget.StartsWith(AwsPath, StringComparison.Ordinal)
        || (rawTarget.StartsWith(RestApisPath, StringComparison.Ordinal) && rawTarget.Contains(UserRequest, StringComparison.Ordinal));

    // "/{stage}/..." from start; extra slashes before the stage are skipped (recorded).
    private static CompiledStage? ByStagePath(StageTable stages, ClientRequest request, ReadOnlySpan<char> apiId, int start)
    {
        var path = request.RawPath.AsSpan();
        while (start < path.Length && path[start] == '/') start++;
        var end = SegmentEnd(path, start);
        request.ResourcePathStart = end;
        return stages.Find(apiId, path[start..end]);
    }

    private static int SegmentEnd(ReadOnlySpan<char> path, int start)
    {
        var length = path[start..].IndexOf('/');
        return length < 0 ? path.Length : start + length;
    }

    private static CompiledStage? Enabled(CompiledStage? stage) => stage is { ExecuteApiEndpointIsDisabled: true } ? null : stage;
}
