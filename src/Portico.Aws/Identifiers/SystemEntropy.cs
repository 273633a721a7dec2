using System.Runtime.InteropServices;

namespace Portico.Aws.Identifiers;

/// <summary>
/// Random bytes of the operating system, for ids and seeds. By way of <c>Guid.NewGuid</c>, which asks the kernel;
/// <c>RandomNumberGenerator</c> loads OpenSSL for the same bytes, milliseconds of a start and megabytes of a small process.
/// </summary>
/// <remarks>For ids, which tell things apart. A key or a secret takes <c>RandomNumberGenerator</c>.</remarks>
public static class SystemEntropy
{
    public static void Fill(Span<byte> bytes)
    {
        // Bytes 6 to 9 of a GUID hold its version and variant and are left out.
        Span<Guid> guid = stackalloc Guid[1];
        while (!bytes.IsEmpty)
        {
#pragma warning disable RS0030 // This is the place where chance comes from; everywhere else it comes in.
            guid[0] = Guid.NewGuid();
#pragma warning restore RS0030
            var random = MemoryMarshal.AsBytes(guid);
            random[10..].CopyTo(random[6..]);
            var taken = Math.Min(12, bytes.Length);
            random[..taken].CopyTo(bytes);
            bytes = bytes[taken..];
        }
    }
}
