using System.Collections.Immutable;

namespace Portico.Model.Rest;

/// <summary>The back end of a method and how a request is turned into a call of it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html"/>
public sealed record Integration
{
    public const int DefaultTimeoutInMillis = 29_000;

    public required IntegrationType Type { get; init; }

    /// <summary>The method used towards the back end; null for MOCK, and where the client's own is used.</summary>
    public string? HttpMethod { get; init; }

    public string? Uri { get; init; }

    /// <summary><c>INTERNET</c> or <c>VPC_LINK</c>.</summary>
    public string? ConnectionType { get; init; }

    public string? ConnectionId { get; init; }

    public string? Credentials { get; init; }

    /// <summary><c>integration.request.{path|querystring|header}.name</c> to a mapping expression; null when never given.</summary>
    public ImmutableSortedDictionary<string, string>? RequestParameters { get; init; }

    /// <summary>Media type to template text, in the order given; a null template passes the body through. Null when never given.</summary>
    public ImmutableArray<MediaTypeTemplate>? RequestTemplates { get; init; }

    /// <summary><c>WHEN_NO_MATCH</c>, <c>WHEN_NO_TEMPLATES</c> or <c>NEVER</c>.</summary>
    public string PassthroughBehavior { get; init; } = "WHEN_NO_MATCH";

    /// <summary><c>CONVERT_TO_BINARY</c>, <c>CONVERT_TO_TEXT</c>, or null for neither.</summary>
    public string? ContentHandling { get; init; }

    /// <summary>Milliseconds, from 50. Default 29,000.</summary>
    public int TimeoutInMillis { get; init; } = DefaultTimeoutInMillis;

    /// <summary>Integrations that share it share their cache entries. Default: the id of the resource.</summary>
    public string? CacheNamespace { get; init; }

    public ImmutableArray<string> CacheKeyParameters { get; init; } = [];

    public TlsConfig? TlsConfig { get; init; }

    /// <summary><c>BUFFERED</c> or <c>STREAM</c>; null when never given, which means buffered.</summary>
    public string? ResponseTransferMode { get; init; }

    public string? IntegrationTarget { get; init; }

    /// <summary>By the status code of the method response that each leads to.</summary>
    public ImmutableSortedDictionary<string, IntegrationResponse> IntegrationResponses { get; init; } =
        ImmutableSortedDictionary.Create<string, IntegrationResponse>(StringComparer.Ordinal);
}

public enum IntegrationType
{
    HTTP,
    AWS,
    MOCK,
    HTTP_PROXY,
    AWS_PROXY,
}

/// <summary>How far a back end's certificate is trusted.</summary>
/// <param name="InsecureSkipVerification">True accepts a certificate of an unknown issuer; name and dates are still checked.</param>
public sealed record TlsConfig(bool InsecureSkipVerification);

/// <summary>A template under its media type.</summary>
/// <param name="MediaType">Such as <c>application/json</c>.</param>
/// <param name="Template">The text, or null to pass the body through as it is.</param>
public sealed record MediaTypeTemplate(string MediaType, string? Template);
