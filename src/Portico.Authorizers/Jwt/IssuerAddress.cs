namespace Portico.Authorizers.Jwt;

/// <summary>Where an issuer's keys are.</summary>
/// <param name="Issuer">What <c>iss</c> must say when that is settled; null when the issuer's own configuration says it.</param>
/// <param name="Keys">Where the keys are; null when the issuer's own configuration says it.</param>
/// <param name="Configuration">The OpenID configuration, asked when one of the others is null.</param>
public sealed record IssuerAddress(string? Issuer, Uri? Keys, Uri? Configuration)
{
    private const string ConfigurationPath = "/.well-known/openid-configuration";

    /// <summary>An issuer that is known by its name: the configuration must stand there, as OpenID Connect has it.</summary>
    public static IssuerAddress Discovered(string issuer) => new(issuer, null, new Uri(issuer.TrimEnd('/') + ConfigurationPath));

    /// <summary>An issuer at an address of ours, whatever name it gives itself.</summary>
    public static IssuerAddress At(string address) => new(null, null, new Uri(address.TrimEnd('/') + ConfigurationPath));

    public override string ToString() => Issuer ?? (Keys ?? Configuration)!.ToString();
}
