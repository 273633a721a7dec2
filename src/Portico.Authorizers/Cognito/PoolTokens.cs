using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.Authorizers.Jwt;
using Portico.DataPlane.Callers;

namespace Portico.Authorizers.Cognito;

/// <summary>The tokens of the user pools of one authorizer. A token that was verified is known again as long as it and its keys hold.</summary>
/// <param name="pools">The pools.</param>
/// <param name="audience">What <c>aud</c> must match as a whole; null for anything.</param>
public sealed class PoolTokens(ImmutableArray<IssuerKeys> pools, IdentityExpression? audience, TimeProvider time)
{
    private readonly TokenVerifier _verifier = new(pools, ["RS256"], time);
    private readonly TokenCache<AcceptedToken> _known = new();

    /// <summary>A token that was verified before; null when it is to be verified.</summary>
    public AcceptedToken? Recall(string token, DateTimeOffset now) => _known.Find(token) is { } found && found.StillHolds(now) ? found : null;

    public async ValueTask<(AcceptedToken? Token, TokenFailure Failure)> VerifyAsync(string text)
    {
        var (token, failure) = await _verifier.VerifyAsync(text);
        if (token is null)
        {
            _known.Remove(text);
            return (null, failure);
        }

        if (audience is not null && !Audiences(token).Any(audience.Matches)) return (null, TokenFailure.WrongAudience);
        var accepted = new AcceptedToken(new AuthorizerContext(null, [], Claims(token)), IsAccessToken(token), token.Scopes, token.ExpiresAt, pools, token.Keys);
        _known.Add(text, accepted);
        return (accepted, TokenFailure.None);
    }

    // Access tokens of a user pool name the client instead.
    private static ImmutableArray<string> Audiences(VerifiedToken token) => token.Audiences is { IsEmpty: false } audiences ? audiences : token.Text("client_id") is { } client ? [client] : [];

    // A user pool says it; of another provider an access token has its type, or scopes.
    private static bool IsAccessToken(VerifiedToken token) => token.Text("token_use") switch
    {
        "access" => true,
        "id" => false,
        _ => token.Type is "at+jwt" or "application/at+jwt" || !token.Scopes.IsEmpty,
    };

    private static ImmutableArray<KeyValuePair<string, string>> Claims(VerifiedToken token) => [.. token.Claims.Select(claim => KeyValuePair.Create(claim.Name, Text(claim)))];

    // Everything is a text; times stand as dates, lists with commas.
    private static string Text(JsonProperty claim) => claim.Value.ValueKind switch
    {
        JsonValueKind.String => claim.Value.GetString()!,
        JsonValueKind.Number when claim.Name is "exp" or "iat" && claim.Value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_799 =>
            DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture),
        JsonValueKind.Array when claim.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => string.Join(',', claim.Value.EnumerateArray().Select(item => item.GetString())),
        JsonValueKind.Null => "null",
        _ => claim.Value.GetRawText(),
    };
}
