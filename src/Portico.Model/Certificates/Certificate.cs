using System.Collections.Immutable;

namespace Portico.Model.Certificates;

/// <summary>A certificate that was imported into AWS Certificate Manager, and that domain names are served with.</summary>
/// <seealso href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html"/>
public sealed record Certificate
{
    /// <summary>Such as <c>arn:aws:acm:eu-west-1:123456789012:certificate/…</c>; stays when the certificate is imported anew.</summary>
    public required string Arn { get; init; }

    public required CertificateMaterial Material { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the material was last given.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
