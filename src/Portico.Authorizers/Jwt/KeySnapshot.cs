using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Portico.Authorizers.Jwt;

/// <summary>The keys of an issuer as they were at one time.</summary>
/// <param name="Issuer">What tokens must say in <c>iss</c>.</param>
/// <param name="Keys">RSA keys for signatures, by <c>kid</c>.</param>
/// <param name="FetchedAt">When.</param>
public sealed record KeySnapshot(string Issuer, FrozenDictionary<string, SecurityKey> Keys, DateTimeOffset FetchedAt);
