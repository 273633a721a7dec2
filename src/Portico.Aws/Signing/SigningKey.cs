using System.Security.Cryptography;

namespace Portico.Aws.Signing;

/// <summary>A derived signing key. Safe for use on any thread.</summary>
internal sealed class SigningKey(byte[] key)
{
    // A hash that has taken the key in already: half of what an HMAC costs. One is kept; whoever finds it taken makes another.
    private IncrementalHash? _idle;

    /// <param name="to">Takes 32 bytes.</param>
    internal void Sign(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var hash = Interlocked.Exchange(ref _idle, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(text);
        hash.GetHashAndReset(to);
        if (Interlocked.CompareExchange(ref _idle, hash, null) is not null) hash.Dispose();
    }
}
