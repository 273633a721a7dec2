using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Portico.Authorizers.Jwt;

namespace Portico.Tests.Cognito;

/// <summary>An OpenID provider in memory: its keys can be exchanged, it can be away, and it counts who asks.</summary>
internal sealed class Pool : IKeyDocuments
{
    internal const string Issuer = "https://pool.example.com";

    private static readonly ConcurrentDictionary<string, RSA> Keys = new();

    internal string[] KeyIds { get; set; } = ["first"];

    internal bool IsAway { get; set; }

    /// <summary>Instead of the keys.</summary>
    internal string? Garbage { get; set; }

    internal int Fetches { get; private set; }

    public ValueTask<string> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.AbsolutePath == "/.well-known/openid-configuration")
        {
            return IsAway ? throw new KeyDocumentException("away") : new($$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}/keys"}""");
        }

        Fetches++;
        return IsAway ? throw new KeyDocumentException("away") : new(Garbage ?? KeySet(KeyIds));
    }

    internal static string KeySet(params string[] ids) => $$"""{"keys":[{{string.Join(',', ids.Select(id =>
    {
        var parameters = Key(id).ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{id}}","n":"{{Text(parameters.Modulus!)}}","e":"{{Text(parameters.Exponent!)}}"}""";
    }))}}]}""";

    /// <summary>A token with the usual claims and these; a claim that is null is left out.</summary>
    internal static string Token(DateTimeOffset now, string keyId = "first", string algorithm = "RS256", string? type = "JWT", params (string Name, object? Value)[] claims)
    {
        var all = new Dictionary<string, object?>
        {
            ["iss"] = Issuer, ["sub"] = "ann", ["aud"] = "client", ["token_use"] = "id", ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims) all[name] = value;
        var payload = all.Where(pair => pair.Value is not null).ToDictionary();
        var signed = $"{Text(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid = keyId, typ = type }))}.{Text(JsonSerializer.SerializeToUtf8Bytes(payload))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return $"{signed}.{Text(algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(KeySet(keyId)), bytes),
            "RS512" => Key(keyId).SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            _ => Key(keyId).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        })}";
    }

    private static RSA Key(string id) => Keys.GetOrAdd(id, _ => RSA.Create(2048));

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
