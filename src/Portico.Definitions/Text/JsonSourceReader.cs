using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Portico.Model.Findings;

namespace Portico.Definitions.Text;

/// <summary>Reads JSON (RFC 8259, nothing looser) into <see cref="SourceNode"/>s.</summary>
internal static class JsonSourceReader
{
    public static SourceDocument Read(string text, string? file)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var position = new Position(bytes);
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = SourceDocument.MaxDepth });
            reader.Read();
            var root = Value(ref reader, null, "", default, position, file, findings);
            // A second value after the first is an error that only a further step finds.
            reader.Read();
            return new(file, root, findings.ToImmutable());
        }
        catch (JsonException broken)
        {
            var (line, column) = Place(bytes, broken.LineNumber ?? 0, broken.BytePositionInLine ?? 0);
            return new(file, null, [Finding.Error($"this is not JSON: {Plain(broken.Message)}", location: new(file, "", line, column))]);
        }
        catch (InvalidOperationException)
        {
            // GetString of an escaped surrogate without its other half.
            return new(file, null, [Finding.Error(
                "this is not JSON: a text holds half of a \\u surrogate pair; write both halves or the character itself",
                location: new(file, "", position.Line, position.Column))]);
        }
    }

    private static SourceNode Value(
        ref Utf8JsonReader reader, SourceNode? parent, string name, (int, int) key, Position position, string? file, ImmutableArray<Finding>.Builder findings)
    {
        var at = position.At((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
            {
                var mapping = new SourceNode(SourceKind.Mapping, "", parent, name, at, key);
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var keyAt = position.At((int)reader.TokenStartIndex);
                    var member = reader.GetString()!;
                    reader.Read();
                    var value = Value(ref reader, mapping, member, keyAt, position, file, findings);
                    if (mapping.TryGet(member, out var first)) findings.Add(DuplicateKey.Found(first, value, file));
                    else mapping.Add(value);
                }

                return mapping;
            }

            case JsonTokenType.StartArray:
            {
                var sequence = new SourceNode(SourceKind.Sequence, "", parent, name, at, key);
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    var index = sequence.Children.Count.ToString(CultureInfo.InvariantCulture);
                    sequence.Add(Value(ref reader, sequence, index, default, position, file, findings));
                }

                return sequence;
            }

            case JsonTokenType.String:
                return new(SourceKind.String, reader.GetString()!, parent, name, at, key);
            case JsonTokenType.Number:
                var number = Encoding.UTF8.GetString(reader.ValueSpan);
                return new(number.AsSpan().ContainsAny('.', 'e', 'E') ? SourceKind.Number : SourceKind.Integer, number, parent, name, at, key);
            case JsonTokenType.True or JsonTokenType.False:
                return new(SourceKind.Boolean, reader.TokenType is JsonTokenType.True ? "true" : "false", parent, name, at, key);
            default:
                return new(SourceKind.Null, "null", parent, name, at, key);
        }
    }

    // The framework ends its messages with the place, which a finding carries itself, and speaks to programmers of its options.
    private static string Plain(string message)
    {
        var cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (cut < 0 ? message : message[..cut])
            .Replace(" which is not supported in this mode. Change the reader options", "", StringComparison.Ordinal)
            .TrimEnd('.', ' ');
    }

    private static (int Line, int Column) Place(ReadOnlySpan<byte> bytes, long line, long bytePosition)
    {
        for (var skipped = 0L; skipped < line; skipped++)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0) break;
            bytes = bytes[(end + 1)..];
        }

        return ((int)line + 1, Encoding.UTF8.GetCharCount(bytes[..(int)Math.Min(bytePosition, bytes.Length)]) + 1);
    }

    /// <summary>Turns offsets, asked in rising order, into lines and columns by walking the text once.</summary>
    private sealed class Position(byte[] bytes)
    {
        private int _offset;

        public int Line { get; private set; } = 1;

        public int Column { get; private set; } = 1;

        public (int Line, int Column) At(int offset)
        {
            for (; _offset < offset; _offset++)
            {
                if (bytes[_offset] == (byte)'\n')
                {
                    Line++;
                    Column = 1;
                }
                else if ((bytes[_offset] & 0xC0) != 0x80)
                {
                    // One per code point, and a second for those beyond the basic plane, as editors and the YAML reader count.
                    Column += bytes[_offset] >= 0xF0 ? 2 : 1;
                }
            }

            return (Line, Column);
        }
    }
}
