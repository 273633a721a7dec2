using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Portico.Aws.Signing;

namespace Portico.DataPlane.Callers;

/// <summary>Finds out who signed a request. In two halves, because the body is read only for callers who exist.</summary>
public sealed class SignatureCheck(CallerDirectory callers, SignatureVerifier verifier)
{
    /// <summary>Everything that can be known without the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="region">The region that was called, or null for any.</param>
    /// <param name="service">The service that was called.</param>
    /// <param name="now">The time.</param>
    /// <param name="signed">Who claims to have signed it, and the signature.</param>
    /// <param name="failure">Why there is nobody.</param>
    public bool TryIdentify(
        in SignableRequest request, string? region, string service, DateTimeOffset now, [NotNullWhen(true)] out SignedBy? signed, [NotNullWhen(false)] out SignatureFailure? failure)
    {
        signed = null;
        if (!PresentedSignature.TryRead(request, out var signature, out failure)) return false;
        failure = SignatureVerifier.CheckScope(signature, region, service);
        if (failure is not null) return false;
        if (callers.Find(signature.AccessKeyId) is not { } caller || !SameToken(signature.SessionToken, caller.Credentials.SessionToken))
        {
            failure = SignatureFailure.UnknownKey;
            return false;
        }

        failure = caller.ExpiresAt <= now ? SignatureFailure.ExpiredToken : SignatureVerifier.CheckTime(signature, now);
        if (failure is not null) return false;
        signed = new SignedBy(caller, signature);
        return true;
    }

    /// <summary>Whether the claim is true of this request and body.</summary>
    /// <returns>Null when it is.</returns>
    public SignatureFailure? Verify(SignedBy signed, in SignableRequest request, ReadOnlySpan<byte> body) => Verify(signed, request, PayloadHash.Of(body));

    /// <summary>Whether the claim is true of this request.</summary>
    /// <param name="payloadHash">Of the body, or the name that stands for it; see <see cref="PayloadHash"/>.</param>
    /// <returns>Null when it is.</returns>
    public SignatureFailure? Verify(SignedBy signed, in SignableRequest request, string payloadHash) => verifier.Verify(signed.Signature, request, payloadHash, signed.Caller.Credentials);

    /// <summary>Whether it is verified at once; otherwise its signing key is to be derived first.</summary>
    public bool IsWarm(SignedBy signed) => verifier.IsWarm(signed.Signature);

    /// <summary>The signatures that the chunks of its body must bear.</summary>
    public ChunkSignatures ChunksAfter(SignedBy signed) => verifier.ChunksAfter(signed.Signature, signed.Caller.Credentials);

    private static bool SameToken(string? presented, string? expected)
    {
        if (presented is null || expected is null) return presented is null && expected is null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(expected));
    }
}

/// <summary>A claim until it is verified.</summary>
public sealed record SignedBy(Caller Caller, PresentedSignature Signature);
