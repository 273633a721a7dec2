using System.Security.Cryptography;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>
/// The chain of signatures of a body that is sent in signed chunks: each covers its chunk and the signature before it, the
/// first that of the request. For one body, on one thread.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html"/>
public sealed class ChunkSignatures
{
    private readonly SigningKey _key;
    private readonly string _timestamp;
    private readonly SigningScope _scope;
    private readonly byte[] _previous = new byte[SignatureText.Length];

    /// <param name="timestamp">The request's <c>X-Amz-Date</c>.</param>
    /// <param name="seed">The request's own signature, 64 hex digits.</param>
    /// <exception cref="ArgumentException">The seed is no signature.</exception>
    public ChunkSignatures(SigningKeyCache keys, AwsCredentials credentials, SigningScope scope, string timestamp, string seed)
    {
        if (seed.Length != SignatureText.Length || !Encoding.ASCII.TryGetBytes(seed, _previous, out _)) throw new ArgumentException("A signature has 64 hex digits", nameof(seed));
        _key = keys.Get(credentials, scope);
        _scope = scope;
        _timestamp = timestamp;
    }

    /// <summary>The signature of the next chunk; the last one is empty.</summary>
    public string Next(ReadOnlySpan<byte> chunk)
    {
        // previous signature, hash of nothing (there are no chunk headers), hash of the chunk
        Span<byte> lines = stackalloc byte[(SignatureText.Length + 1) * 2];
        _previous.CopyTo(lines);
        lines[SignatureText.Length] = (byte)'\n';
        Encoding.ASCII.GetBytes(PayloadHash.Empty, lines[(SignatureText.Length + 1)..]);
        lines[^1] = (byte)'\n';

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(chunk, hash);
        SignatureText.Sign("AWS4-HMAC-SHA256-PAYLOAD", _timestamp, _scope, lines, hash, _key, _previous);
        return Encoding.ASCII.GetString(_previous);
    }

    /// <summary>Whether <paramref name="signature"/> is that of the next chunk.</summary>
    public bool IsNext(ReadOnlySpan<byte> chunk, ReadOnlySpan<byte> signature)
    {
        Next(chunk);
        return CryptographicOperations.FixedTimeEquals(_previous, signature);
    }
}
