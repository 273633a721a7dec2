using System.Collections.Immutable;

namespace Portico.Model.Domains;

/// <summary>Which clients' certificates a domain name lets in.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html"/>
public sealed record MutualTlsAuthentication
{
    /// <summary>Such as <c>s3://bucket/key</c>.</summary>
    public required string TruststoreUri { get; init; }

    /// <summary>The version of the object; null for the latest.</summary>
    public string? TruststoreVersion { get; init; }

    /// <summary>The truststore as it was when it was last taken over: certificates in PEM. Kept, so that nothing depends on where it came from.</summary>
    public string Bundle { get; init; } = "";

    /// <summary>What is wrong with single certificates of it.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
