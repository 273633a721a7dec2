using System.Security.Cryptography;
using Portico.State.Caching;

namespace Portico.State.InProcess;

/// <summary>Answers encrypted (AES-256-GCM) under a key that lives and dies with the cache.</summary>
internal sealed class SealedResponses
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    internal byte[] Seal(CachedResponse response)
    {
        var text = ResponseBytes.Write(response);
        var result = new byte[NonceBytes + TagBytes + text.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(result.AsSpan(0, NonceBytes), text, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes));
        CryptographicOperations.ZeroMemory(text);
        return result;
    }

    internal CachedResponse Open(byte[] bytes)
    {
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using (var cipher = new AesGcm(_key, TagBytes))
        {
            cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain);
        }

        return ResponseBytes.Read(plain);
    }
}
