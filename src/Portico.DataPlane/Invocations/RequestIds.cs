using System.Buffers.Binary;
using System.Buffers.Text;
using Portico.Aws.Identifiers;

namespace Portico.DataPlane.Invocations;

/// <summary>
/// Makes the ids that a request carries. They tell requests apart and are no secrets, so they come from a fast generator per
/// thread instead of a system call each.
/// </summary>
/// <param name="seed">Fixed by tests, which then see the same ids at every run on one thread at a time; null for chance.</param>
public sealed class RequestIds(ulong? seed = null)
{
    [ThreadStatic]
    private static Generator? s_ofThread;

    private const string Hex = "0123456789abcdef";

    private readonly Generator? _seeded = seed is null ? null : new Generator(seed);

    private Generator Ids => _seeded ?? (s_ofThread ??= new Generator(null));

    /// <summary>A version 4 UUID in its text form: <c>$context.requestId</c>, <c>x-amzn-RequestId</c>.</summary>
    public string NextRequestId() => string.Create(36, Ids, static (text, generator) =>
    {
        var high = (generator.Next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
        var low = (generator.Next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
        WriteHex(text[..8], high >> 32);
        text[8] = '-';
        WriteHex(text.Slice(9, 4), high >> 16);
        text[13] = '-';
        WriteHex(text.Slice(14, 4), high);
        text[18] = '-';
        WriteHex(text.Slice(19, 4), low >> 48);
        text[23] = '-';
        WriteHex(text.Slice(24, 12), low);
    });

    /// <summary>Sixteen base64 characters ending in <c>=</c>: <c>$context.extendedRequestId</c>, <c>x-amz-apigw-id</c>.</summary>
    public string NextExtendedRequestId() => string.Create(16, Ids, static (text, generator) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, generator.Next());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], generator.Next());
        Span<byte> encoded = stackalloc byte[16];
        Base64.EncodeToUtf8(bytes[..11], encoded, out _, out _);
        for (var index = 0; index < 16; index++) text[index] = (char)encoded[index];
    });

    /// <summary><c>1-{8 hex of the epoch second}-{24 hex}</c>, the root of an X-Ray trace.</summary>
    public string NextTraceRoot(long epochSeconds) => string.Create(35, (Generator: Ids, epochSeconds), static (text, state) =>
    {
        text[0] = '1';
        text[1] = '-';
        WriteHex(text.Slice(2, 8), (ulong)state.epochSeconds);
        text[10] = '-';
        WriteHex(text.Slice(11, 16), state.Generator.Next());
        WriteHex(text.Slice(27, 8), state.Generator.Next());
    });

    /// <summary>Sixteen hex characters, a segment of an X-Ray trace.</summary>
    public string NextSegmentId() => string.Create(16, Ids, static (text, generator) => WriteHex(text, generator.Next()));

    private static void WriteHex(Span<char> text, ulong value)
    {
        for (var index = text.Length - 1; index >= 0; index--)
        {
            text[index] = Hex[(int)(value & 0xF)];
            value >>= 4;
        }
    }

    /// <summary>xoshiro256**, Blackman and Vigna, https://prng.di.unimi.it (public domain).</summary>
    private sealed class Generator
    {
        private ulong _s0, _s1, _s2, _s3;

        internal Generator(ulong? seed)
        {
            Span<byte> bytes = stackalloc byte[32];
            if (seed is { } fixedSeed)
            {
                for (var word = 0; word < 4; word++) BinaryPrimitives.WriteUInt64LittleEndian(bytes[(word * 8)..], fixedSeed + (ulong)word + 1);
            }
            else
            {
                SystemEntropy.Fill(bytes);
            }

            _s0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            _s1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
            _s2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
            _s3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) | 1;
        }

        internal ulong Next()
        {
            var result = ulong.RotateLeft(_s1 * 5, 7) * 9;
            var shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = ulong.RotateLeft(_s3, 45);
            return result;
        }
    }
}
