using Portico.Aws.Identifiers;

namespace Portico.Protocol;

/// <summary>Ids of requests, in the form of a version 4 UUID.</summary>
public static class RequestIdentifiers
{
    public static string Random()
    {
        Span<byte> bytes = stackalloc byte[16];
        SystemEntropy.Fill(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
