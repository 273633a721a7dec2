using System.Security.Cryptography;

namespace Portico.Aws.Signing;

/// <summary>What stands for the body in a canonical request: its SHA-256 in lower-case hex, or one of the names for "not hashed whole".</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"/>
public static class PayloadHash
{
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The body is not part of the signature.</summary>
    public const string Unsigned = "UNSIGNED-PAYLOAD";

    /// <summary>The body comes in chunks that bear signatures of their own; see <see cref="ChunkSignatures"/>.</summary>
    public const string Streaming = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

    /// <summary>Chunks without signatures, with a trailer.</summary>
    public const string StreamingUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    /// <summary>
    /// The name that a request gives instead of a hash, or null when its body is hashed whole. The signature covers that name, so
    /// that nobody but its signer can have said it.
    /// </summary>
    public static string? Declared(in SignableRequest request)
    {
        var count = request.Headers.CountOf("x-amz-content-sha256");
        var declared = count > 0 ? request.Headers.ValueOf("x-amz-content-sha256", count - 1) : "";
        if (count == 0 && request.RawQuery.Contains("X-Amz-Content-Sha256=" + Unsigned, StringComparison.Ordinal)) declared = Unsigned;
        return declared switch
        {
            Unsigned => Unsigned,
            Streaming => Streaming,
            StreamingUnsignedTrailer => StreamingUnsignedTrailer,
            _ => null,
        };
    }

    public static string Of(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return Empty;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Convert.ToHexStringLower(hash);
    }
}
