namespace Portico.Model.Certificates;

/// <summary>A certificate with its key, as it was given, in PEM. The key is a secret: it goes nowhere but to the listeners.</summary>
public sealed record CertificateMaterial
{
    /// <summary>The certificate alone.</summary>
    public required string Body { get; init; }

    /// <summary>Not encrypted.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>Who vouches for it, the immediate issuer first; null when nobody was named.</summary>
    public string? Chain { get; init; }

    /// <summary>Never the key.</summary>
    public override string ToString() => "certificate";
}
