using System.Security.Cryptography;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>Verifies signatures. Safe for use on any thread.</summary>
public sealed class SignatureVerifier(SigningKeyCache keys)
{
    /// <summary>How far the caller's clock may be off.</summary>
    public static TimeSpan ClockSkew { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a signature is meant for this place.</summary>
    /// <param name="region">The region called, or null when the service takes any.</param>
    /// <returns>Null when it is.</returns>
    public static SignatureFailure? CheckScope(PresentedSignature signature, string? region, string service)
    {
        var wrongRegion = region is not null && signature.Scope.Region != region;
        var wrongService = signature.Scope.Service != service;
        if (!wrongRegion && !wrongService) return null;
        return SignatureFailure.WrongScope($"{(wrongRegion ? "Credential should be scoped to a valid region. " : "")}{(wrongService ? $"Credential should be scoped to correct service: '{service}'. " : "")}");
    }

    /// <summary>Whether a signature is valid now.</summary>
    /// <returns>Null when it is.</returns>
    public static SignatureFailure? CheckTime(PresentedSignature signature, DateTimeOffset now)
    {
        var life = signature.Expires ?? ClockSkew;
        if (signature.Time < now - life) return SignatureFailure.Expired(signature.Time, now, life);
        return signature.Time > now + ClockSkew ? SignatureFailure.NotYetCurrent(signature.Time, now, ClockSkew) : null;
    }

    /// <summary>Whether the key of a signature is at hand, so that verifying it costs one HMAC instead of five.</summary>
    public bool IsWarm(PresentedSignature signature) => keys.Contains(signature.AccessKeyId, signature.Scope);

    /// <summary>The chain of signatures of the chunks that follow a verified signature.</summary>
    public ChunkSignatures ChunksAfter(PresentedSignature signature, AwsCredentials credentials) => new(keys, credentials, signature.Scope, signature.Timestamp, signature.Signature);

    /// <summary>Whether the owner of the credentials signed this very request.</summary>
    /// <param name="payloadHash">Of the body that came; see <see cref="PayloadHash"/>.</param>
    /// <returns>Null when it is so.</returns>
    public SignatureFailure? Verify(PresentedSignature signature, in SignableRequest request, string payloadHash, AwsCredentials credentials)
    {
        if (!CoversHost(signature.SignedHeaders)) return SignatureFailure.HostIsNotSigned;

        Span<byte> expected = stackalloc byte[SignatureText.Length];
        SignatureText.Compute(request, signature.SignedHeaders, signature.SignedHeadersText, payloadHash, signature.Timestamp, signature.Scope, keys.Get(credentials, signature.Scope), expected);

        Span<byte> presented = stackalloc byte[SignatureText.Length];
        if (signature.Signature.Length != SignatureText.Length || !Encoding.ASCII.TryGetBytes(signature.Signature, presented, out _)) return SignatureFailure.Mismatch;
        return CryptographicOperations.FixedTimeEquals(expected, presented) ? null : SignatureFailure.Mismatch;
    }

    // An unsigned host would let a request for one API be sent to another.
    private static bool CoversHost(string[] signedHeaders)
    {
        foreach (var name in signedHeaders)
        {
            if (name.Equals("host", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
