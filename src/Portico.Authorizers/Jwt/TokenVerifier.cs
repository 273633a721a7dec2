using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Portico.Authorizers.Jwt;

/// <summary>Verifies tokens of some issuers: form, algorithm, issuer, key, signature, time. Safe for use on any thread.</summary>
/// <param name="issuers">Those that are trusted.</param>
/// <param name="algorithms">Such as <c>RS256</c>; never <c>none</c>.</param>
public sealed class TokenVerifier(ImmutableArray<IssuerKeys> issuers, ImmutableArray<string> algorithms, TimeProvider time)
{
    /// <summary>How far an issuer's clock may be ahead. An end is an end.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    /// <returns>The token, or why it is not taken.</returns>
    public async ValueTask<(VerifiedToken? Token, TokenFailure Failure)> VerifyAsync(string text)
    {
        if (Parse(text) is not { } token || !algorithms.Contains(token.Alg) || string.IsNullOrEmpty(token.Kid)) return (null, TokenFailure.Malformed);

        var failure = TokenFailure.WrongIssuer;
        foreach (var issuer in issuers)
        {
            // Nobody is asked for keys on behalf of a token that claims to be another's.
            if (issuer.Address.Issuer is { } settled && settled != token.Issuer) continue;
            if (await issuer.GetAsync() is not { } keys)
            {
                failure = TokenFailure.KeysUnreachable;
                continue;
            }

            if (keys.Issuer != token.Issuer) continue;
            if (await issuer.FindAsync(token.Kid) is not { } key) return (null, TokenFailure.UnknownKey);
            return await VerifyAsync(token, issuer.Present ?? keys, key);
        }

        return (null, failure);
    }

    private async ValueTask<(VerifiedToken?, TokenFailure)> VerifyAsync(JsonWebToken token, KeySnapshot keys, SecurityKey key)
    {
        // Who it is for is asked elsewhere; when it is, by our own clock below.
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidIssuer = keys.Issuer,
            ValidAlgorithms = algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        if (!result.IsValid) return (null, TokenFailure.WrongSignature);

        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var root = payload.RootElement.Clone();
        var now = time.GetUtcNow();
        if (Time(root, "exp") is not { } end || (Time(root, "nbf") is { } begin && begin > now + ClockSkew) || (Time(root, "iat") is { } made && made > now + ClockSkew)) return (null, TokenFailure.NotYetValid);
        return end <= now ? (null, TokenFailure.Expired) : (new VerifiedToken(root, token.Typ, keys, end), TokenFailure.None);
    }

    private static JsonWebToken? Parse(string text)
    {
        try
        {
            return Handler.CanReadToken(text) && text.AsSpan().Count('.') == 2 ? new JsonWebToken(text) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return null;
        }
    }

    // Far beyond any calendar counts as never.
    private static DateTimeOffset? Time(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds)) return null;
        return seconds <= 0 ? DateTimeOffset.UnixEpoch : seconds >= 253_402_300_799 ? DateTimeOffset.MaxValue : DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    }
}
