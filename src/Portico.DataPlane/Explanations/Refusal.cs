using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Explanations;

/// <summary>A request that was refused: who asked for what, and which rule decided. No header values, no query, no body.</summary>
public sealed record Refusal
{
    // A client chooses how long its path is.
    private const int MaxTextLength = 512;

    public required string RequestId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string HttpMethod { get; init; }

    /// <summary>As sent, without query, cut off after 512 characters.</summary>
    public required string Path { get; init; }

    public required string SourceIp { get; init; }

    public required int Status { get; init; }

    public required DecisionReason Reason { get; init; }

    /// <summary>Null where no API was found.</summary>
    public string? ApiId { get; init; }

    public string? Stage { get; init; }

    public string? DeploymentId { get; init; }

    /// <summary>The resource's path, once a route was found.</summary>
    public string? ResourcePath { get; init; }

    /// <summary>The definition's method, <c>ANY</c> included.</summary>
    public string? ResourceMethod { get; init; }

    /// <summary>Null for an answer that no gateway response stands behind.</summary>
    public GatewayResponseType? ResponseType { get; init; }

    /// <summary>The ARN of who signed, or what an authorizer called the caller.</summary>
    public string? Principal { get; init; }

    /// <summary>The key's id, never its value.</summary>
    public string? ApiKeyId { get; init; }

    internal static Refusal Of(Invocation invocation, int status, DecisionReason reason, GatewayFault? fault) => new()
    {
        RequestId = invocation.RequestId,
        At = invocation.ReceivedAt,
        HttpMethod = Cut(invocation.Request.Method),
        Path = Cut(invocation.Request.RawPath),
        SourceIp = invocation.SourceIp,
        Status = status,
        Reason = reason,
        ApiId = invocation.Stage?.ApiId,
        Stage = invocation.Stage?.StageName,
        DeploymentId = invocation.Stage?.DeploymentId,
        ResourcePath = invocation.Method?.ResourcePath,
        ResourceMethod = invocation.Method?.HttpMethod,
        ResponseType = fault?.Type,
        Principal = (invocation.Caller?.Principal.Arn ?? invocation.Authorizer?.PrincipalId) is { } principal ? Cut(principal) : null,
        ApiKeyId = invocation.ApiKeyId,
    };

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}
