using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Portico.Authorizers.Jwt;
using Portico.DataPlane.Explanations;

namespace Portico.Authorizers.Cognito;

/// <summary>Why a token is not taken, in words. What it says of itself is told where that is what was wrong; nothing of its signature.</summary>
internal static class TokenReasons
{
    internal static DecisionReason Missing(string header) => new(DecisionRule.Token, $"there is no token: the header '{header}' is missing or empty");

    internal static DecisionReason Of(TokenFailure failure, string token) => new(DecisionRule.Token, failure switch
    {
        TokenFailure.Expired => $"the token has expired{At(token)}",
        TokenFailure.NotYetValid => "the token's time has not come, or it does not say when it ends",
        TokenFailure.WrongIssuer => $"the token's issuer{Said(token, "iss")} is none of the authorizer's user pools",
        TokenFailure.WrongAudience => $"the token's audience{Said(token, "aud")} does not match the identityValidationExpression",
        TokenFailure.UnknownKey => "the token names a key that its user pool does not have",
        TokenFailure.WrongSignature => "the token's signature is not that of its user pool's key",
        TokenFailure.KeysUnreachable => "the keys of the user pool cannot be fetched, so that nothing is known about the token",
        _ => "this is no token that a user pool signs: three parts, algorithm RS256, a key id",
    });

    internal static DecisionReason WrongUse(bool isAccessToken) => new(
        DecisionRule.Token,
        isAccessToken ? "an access token, where the method has no authorizationScopes and takes an identity token" : "an identity token, where the method has authorizationScopes and takes an access token");

    internal static DecisionReason NoScope(IEnumerable<string> scopes) => new(DecisionRule.Token, $"the token grants none of the method's authorizationScopes: {string.Join(' ', scopes)}");

    private static string At(string token) =>
        Claim(token, "exp") is { ValueKind: JsonValueKind.Number } end && end.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_799
            ? $" at {DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}"
            : "";

    private static string Said(string token, string name) => Claim(token, name) is { } value && value.ToString() is { Length: > 0 and <= 256 } text ? $" '{text}'" : "";

    private static JsonElement? Claim(string token, string name)
    {
        try
        {
            if (token.Split('.') is not [_, var payload, _]) return null;
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
