using System.Buffers.Binary;
using Portico.Aws.Identifiers;

namespace Portico.Model.Identifiers;

/// <summary>Ids that do not repeat within an account's lifetime.</summary>
public sealed class RandomIdentifiers : IIdentifierSource
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public string Next(int length) => string.Create(length, Alphabet, static (text, alphabet) =>
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        for (var index = 0; index < text.Length; index++)
        {
            // Sixty-four bits for one of 36 letters: none of them is likelier than another in any way that could be measured.
            SystemEntropy.Fill(bytes);
            text[index] = alphabet[(int)(BinaryPrimitives.ReadUInt64LittleEndian(bytes) % (ulong)alphabet.Length)];
        }
    });
}
