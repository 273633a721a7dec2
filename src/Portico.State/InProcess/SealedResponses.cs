using System.Security.Cryptography;
using System.Text;
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
        using var plain = new MemoryStream();
        using (var writer = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(response.Status);
            writer.Write(response.ShowsTraceId);
            writer.Write(response.TakesForms);
            writer.Write(response.Headers.Length);
            foreach (var (name, value) in response.Headers)
            {
                writer.Write(name);
                writer.Write(value);
            }

            writer.Write(response.Body.Length);
            writer.Write(response.Body.Span);
        }

        var text = plain.GetBuffer().AsSpan(0, (int)plain.Length);
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

        using var reader = new BinaryReader(new MemoryStream(plain), Encoding.UTF8);
        var (status, showsTraceId, takesForms) = (reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean());
        var headers = new (string, string)[reader.ReadInt32()];
        for (var index = 0; index < headers.Length; index++) headers[index] = (reader.ReadString(), reader.ReadString());
        return new CachedResponse(status, headers, reader.ReadBytes(reader.ReadInt32()), showsTraceId, takesForms);
    }
}
