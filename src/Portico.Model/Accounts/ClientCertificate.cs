using System.Collections.Immutable;

namespace Portico.Model.Accounts;

/// <summary>The certificate that a stage shows to back ends, with its key.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_ClientCertificate.html"/>
public sealed record ClientCertificate
{
    public required string ClientCertificateId { get; init; }

    public string? Description { get; init; }

    public required string PemEncodedCertificate { get; init; }

    /// <summary>PKCS #8 in PEM. A secret: it stands in no answer and no message.</summary>
    public required string PrivateKey { get; init; }

    public required DateTimeOffset CreatedDate { get; init; }

    public required DateTimeOffset ExpirationDate { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
