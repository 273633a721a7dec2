namespace Portico.ControlPlane.Lambda;

/// <summary>The checksum of event streams: CRC-32 as in zip (ISO 3309).</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, (crc, _) => (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = crc >> 8 ^ Table[(crc ^ value) & 0xFF];
        return ~crc;
    }
}
