using System.Collections.Immutable;
using Portico.Authorizers.Jwt;
using Portico.DataPlane.Callers;

namespace Portico.Authorizers.Cognito;

/// <summary>A token of a pool as methods need it.</summary>
/// <param name="Context">Its claims.</param>
/// <param name="IsAccessToken">Whether it grants scopes rather than says who its bearer is.</param>
/// <param name="Scopes">What it grants.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Pool">Whose it is.</param>
/// <param name="Keys">The keys that it was verified with.</param>
public sealed record AcceptedToken(AuthorizerContext Context, bool IsAccessToken, ImmutableArray<string> Scopes, DateTimeOffset ExpiresAt, ImmutableArray<IssuerKeys> Pool, KeySnapshot Keys)
{
    /// <summary>Whether nothing has happened since that would change the verdict.</summary>
    public bool StillHolds(DateTimeOffset now)
    {
        if (ExpiresAt <= now) return false;
        foreach (var pool in Pool)
        {
            if (ReferenceEquals(pool.Present, Keys)) return true;
        }

        return false;
    }
}
