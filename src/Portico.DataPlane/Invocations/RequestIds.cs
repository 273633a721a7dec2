using System.Buffers.Binary;
using Portico.Aws.Identifiers;

namespace Portico.DataPlane.Invocations;

/// <summary>
/// Makes the ids that a request carries. They tell requests apart and are no secrets, so they come from a fast generator per
/// thread instead of a system call each.
/// </summary>
/// <param name="seed">Fixed by tests, which then see the same ids at every run on one thread at a time; null for chance.</param>
public sealed class RequestIds(ulong? seed = null)
{
    private const int RootLength = 35;

    [ThreadStatic]
    private static Generator? s_ofThread;

    private const string Base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private readonly Generator? _seeded = seed is null ? null : new Generator(seed);

    private Generator Ids => _seeded ?? (s_ofThread ??= new Generator(null));

    /// <summary>A version 4 UUID in its text form: <c>$context.requestId</c>, <c>x-amzn-RequestId</c>.</summary>
    public string NextRequestId() => string.Create(36, Ids, static (text, generator) =>
    {
        Span<char> digits = stackalloc char[32];
        WriteHex(digits[..16], (generator.Next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000);
        WriteHex(digits[16..], (generator.Next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        digits[..8].CopyTo(text);
        text[8] = '-';
        digits.Slice(8, 4).CopyTo(text[9..]);
        text[13] = '-';
        digits.Slice(12, 4).CopyTo(text[14..]);
        text[18] = '-';
        digits.Slice(16, 4).CopyTo(text[19..]);
        text[23] = '-';
        digits[20..].CopyTo(text[24..]);
    });

    /// <summary>Sixteen base64 characters ending in <c>=</c>: <c>$context.extendedRequestId</c>, <c>x-amz-apigw-id</c>.</summary>
    public string NextExtendedRequestId() => string.Create(16, Ids, static (text, generator) =>
    {
        // 88 bits: fourteen letters of six, and one of four that the encoding fills up with zeros.
        var bits = generator.Next();
        for (var index = 0; index < 10; index++, bits >>= 6) text[index] = Base64Letters[(int)(bits & 63)];
        bits = generator.Next();
        for (var index = 10; index < 14; index++, bits >>= 6) text[index] = Base64Letters[(int)(bits & 63)];
        text[14] = Base64Letters[(int)(bits & 15) << 2];
        text[15] = '=';
    });

    /// <summary><c>1-{8 hex of the epoch second}-{24 hex}</c>, the root of an X-Ray trace.</summary>
    public string NextTraceRoot(long epochSeconds) => string.Create(RootLength, (Generator: Ids, epochSeconds), static (text, state) => WriteRoot(text, state.Generator, state.epochSeconds));

    /// <summary><c>Root=...;Parent=...;Sampled=0</c>, for a request that brought no trace.</summary>
    public string NextTrace(long epochSeconds) => string.Create(5 + RootLength + 8 + 16 + 10, (Generator: Ids, epochSeconds), static (text, state) =>
    {
        "Root=".CopyTo(text);
        WriteRoot(text[5..], state.Generator, state.epochSeconds);
        ";Parent=".CopyTo(text[(5 + RootLength)..]);
        WriteHex(text.Slice(5 + RootLength + 8, 16), state.Generator.Next());
        ";Sampled=0".CopyTo(text[(5 + RootLength + 8 + 16)..]);
    });

    /// <summary>Sixteen hex characters, a segment of an X-Ray trace.</summary>
    public string NextSegmentId() => string.Create(16, Ids, static (text, generator) => WriteHex(text, generator.Next()));

    private static void WriteRoot(Span<char> text, Generator generator, long epochSeconds)
    {
        Span<char> digits = stackalloc char[16];
        text[0] = '1';
        text[1] = '-';
        WriteHex(digits, (ulong)epochSeconds);
        digits[8..].CopyTo(text[2..]);
        text[10] = '-';
        WriteHex(text.Slice(11, 16), generator.Next());
        WriteHex(digits, generator.Next());
        digits[8..].CopyTo(text[27..]);
    }

    // Sixteen digits at once.
    private static void WriteHex(Span<char> text, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Convert.TryToHexStringLower(bytes, text, out _);
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
