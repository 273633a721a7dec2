using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portico.Authorizers.Jwt;

namespace Portico.Authorizers.Cognito;

/// <summary>The issuer behind each user pool: Cognito's own address, or any OpenID provider that is told to play the pool. Keys are shared by all APIs.</summary>
/// <param name="addresses">The address of a provider by pool id, such as <c>eu-central-1_AbCdEf</c>.</param>
/// <param name="endpoint">Another place for Cognito itself (<c>AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER</c>), or null.</param>
public sealed class UserPoolIssuers(
    ImmutableSortedDictionary<string, string> addresses, string? endpoint, IKeyDocuments documents, TimeProvider time, Action<string>? onFailure = null)
{
    private readonly ConcurrentDictionary<string, IssuerKeys> _issuers = new(StringComparer.Ordinal);

    /// <summary>The keys of a pool.</summary>
    /// <param name="arn"><c>arn:aws:cognito-idp:{region}:{account}:userpool/{id}</c>.</param>
    /// <returns>Null when it is no ARN of a user pool.</returns>
    public IssuerKeys? Find(string arn)
    {
        if (arn.Split(':', 6) is not ["arn", var partition, "cognito-idp", var region, _, var resource] || !resource.StartsWith("userpool/", StringComparison.Ordinal)) return null;
        var pool = resource["userpool/".Length..];
        return _issuers.GetOrAdd($"{region}/{pool}", _ => new IssuerKeys(Address(partition, region, pool), documents, time, onFailure));
    }

    private IssuerAddress Address(string partition, string region, string pool)
    {
        if (addresses.TryGetValue(pool, out var configured)) return IssuerAddress.At(configured);
        var issuer = endpoint is null ? $"https://cognito-idp.{region}.amazonaws.com{(partition == "aws-cn" ? ".cn" : "")}/{pool}" : $"{endpoint.TrimEnd('/')}/{pool}";
        return new IssuerAddress(endpoint is null ? issuer : null, new Uri($"{issuer}/.well-known/jwks.json"), new Uri($"{issuer}/.well-known/openid-configuration"));
    }
}
