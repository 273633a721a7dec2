using System.Collections.Immutable;

namespace Portico.DataPlane.Callers;

/// <summary>
/// What an authorizer said about the caller: <c>$context.authorizer</c>. Made once for an answer, and shared by all requests that
/// the answer lets in.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#context-variable-reference"/>
public sealed class AuthorizerContext
{
    private const string ClaimsPrefix = "claims.";

    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);

    /// <param name="principalId">Of a Lambda authorizer; null for the claims of a token.</param>
    /// <param name="values">Its context, values as texts.</param>
    /// <param name="claims">The claims of a token as texts; default when there is none.</param>
    public AuthorizerContext(string? principalId, ImmutableArray<KeyValuePair<string, string>> values, ImmutableArray<KeyValuePair<string, string>> claims = default)
    {
        PrincipalId = principalId;
        Values = values;
        Claims = claims;
        foreach (var (name, value) in values) _byName[name] = value;
        if (principalId is not null) _byName["principalId"] = principalId;
        if (claims.IsDefault) return;
        foreach (var (name, value) in claims) _byName[ClaimsPrefix + name] = value;
    }

    public string? PrincipalId { get; }

    public ImmutableArray<KeyValuePair<string, string>> Values { get; }

    /// <summary>Default when the authorizer is none that reads tokens.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Claims { get; }

    /// <summary>The policy that the authorizer gave, as JSON; null for tokens.</summary>
    public string? Policy { get; init; }

    /// <summary>A value by its name, such as <c>principalId</c> or <c>claims.sub</c>; null when there is none.</summary>
    public string? Find(string name) => _byName.GetValueOrDefault(name);
}
