using System.Collections.Immutable;
using System.Text.Json;

namespace Portico.Authorizers.Jwt;

/// <summary>A token whose signature, issuer and time are right. What it is good for, whoever takes it decides.</summary>
public sealed class VerifiedToken
{
    private readonly JsonElement _payload;

    internal VerifiedToken(JsonElement payload, string? type, KeySnapshot keys, DateTimeOffset expiresAt)
    {
        _payload = payload;
        Type = type;
        Keys = keys;
        ExpiresAt = expiresAt;
    }

    /// <summary><c>typ</c> of its header, such as <c>JWT</c> or <c>at+jwt</c>.</summary>
    public string? Type { get; }

    /// <summary>The keys that it was verified with; it is verified anew when there are others.</summary>
    public KeySnapshot Keys { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <summary>All claims, in the token's order.</summary>
    public IEnumerable<JsonProperty> Claims => _payload.EnumerateObject();

    /// <summary>The audiences; empty when there is no <c>aud</c>.</summary>
    public ImmutableArray<string> Audiences => Texts("aud");

    /// <summary>The scopes, of <c>scope</c> (separated by blanks) or <c>scp</c>.</summary>
    public ImmutableArray<string> Scopes => ScopesOf("scope") is { IsEmpty: false } scope ? scope : ScopesOf("scp");

    /// <summary>A claim that is a text; null when it is absent or something else.</summary>
    public string? Text(string name) => _payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private ImmutableArray<string> ScopesOf(string name) => [.. Texts(name).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private ImmutableArray<string> Texts(string name) => !_payload.TryGetProperty(name, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        _ => [],
    };
}
