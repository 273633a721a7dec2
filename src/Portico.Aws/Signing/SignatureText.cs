using System.Security.Cryptography;

namespace Portico.Aws.Signing;

/// <summary>From a canonical request to the 64 hex digits.</summary>
internal static class SignatureText
{
    internal const string Algorithm = "AWS4-HMAC-SHA256";

    internal const int Length = 64;

    /// <summary>Computes the signature of a request.</summary>
    /// <param name="to">Takes 64 bytes of lower-case hex.</param>
    internal static void Compute(
        in SignableRequest request, ReadOnlySpan<string> signedHeaders, string signedHeadersText, string payloadHash, string timestamp, in SigningScope scope, SigningKey key, Span<byte> to)
    {
        var buffer = new CanonicalBuffer(1024);
        try
        {
            CanonicalRequest.Write(ref buffer, request, signedHeaders, signedHeadersText, payloadHash);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(buffer.Written, hash);
            Sign(Algorithm, timestamp, scope, [], hash, key, to);
        }
        finally
        {
            buffer.Dispose();
        }
    }

    /// <summary>Signs a string to sign: algorithm, time, scope, then lines of text and one hash.</summary>
    internal static void Sign(string algorithm, string timestamp, in SigningScope scope, ReadOnlySpan<byte> lines, ReadOnlySpan<byte> hash, SigningKey key, Span<byte> to)
    {
        var buffer = new CanonicalBuffer(512);
        try
        {
            buffer.AddText(algorithm);
            buffer.Add((byte)'\n');
            buffer.AddText(timestamp);
            buffer.Add((byte)'\n');
            buffer.AddText(scope.Date);
            buffer.Add((byte)'/');
            buffer.AddText(scope.Region);
            buffer.Add((byte)'/');
            buffer.AddText(scope.Service);
            buffer.Add("/aws4_request\n"u8);
            buffer.Add(lines);
            Span<byte> hex = stackalloc byte[Length];
            Convert.TryToHexStringLower(hash, hex, out _);
            buffer.Add(hex);

            Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
            key.Sign(buffer.Written, signature);
            Convert.TryToHexStringLower(signature, to, out _);
        }
        finally
        {
            buffer.Dispose();
        }
    }
}
