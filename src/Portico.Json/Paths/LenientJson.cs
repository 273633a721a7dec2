using System.Globalization;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>JSON as it is written inside paths: names and texts also in single quotes or without any.</summary>
internal ref struct LenientJson
{
    private const int MaxDepth = 16;

    private readonly string _text;
    private int _position;

    private LenientJson(string text) => _text = text;

    public static bool TryParse(string text, out JsonElement value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var reader = new LenientJson(text);
        bool isRead;
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            isRead = reader.TryReadValue(writer, 0);

        reader.SkipBlanks();
        value = isRead && reader._position == text.Length ? ComputedValue.Parse(buffer.WrittenSpan) : default;
        return value.ValueKind != JsonValueKind.Undefined;
    }

    private bool TryReadValue(Utf8JsonWriter writer, int depth)
    {
        SkipBlanks();
        if (_position >= _text.Length || depth > MaxDepth)
            return false;

        switch (_text[_position])
        {
            case '[':
                _position++;
                writer.WriteStartArray();
                if (!TryClose(']'))
                {
                    do
                    {
                        if (!TryReadValue(writer, depth + 1))
                            return false;
                    }
                    while (TryClose(','));

                    if (!TryClose(']'))
                        return false;
                }

                writer.WriteEndArray();
                return true;

            case '{':
                _position++;
                writer.WriteStartObject();
                if (!TryClose('}'))
                {
                    do
                    {
                        SkipBlanks();
                        if (!TryReadText(out var name, out _) || !TryClose(':'))
                            return false;

                        writer.WritePropertyName(name);
                        if (!TryReadValue(writer, depth + 1))
                            return false;
                    }
                    while (TryClose(','));

                    if (!TryClose('}'))
                        return false;
                }

                writer.WriteEndObject();
                return true;

            default:
                if (!TryReadText(out var text, out var isQuoted))
                    return false;

                if (isQuoted)
                    writer.WriteStringValue(text);
                else if (text is "true" or "false")
                    writer.WriteBooleanValue(text == "true");
                else if (text == "null")
                    writer.WriteNullValue();
                else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                    writer.WriteNumberValue(number);
                else
                    writer.WriteStringValue(text);

                return true;
        }
    }

    private bool TryReadText(out string text, out bool isQuoted)
    {
        text = "";
        isQuoted = _position < _text.Length && _text[_position] is '\'' or '"';
        var start = _position;
        if (isQuoted)
        {
            var quote = _text[_position++];
            while (_position < _text.Length && _text[_position] != quote)
                _position += _text[_position] == '\\' ? 2 : 1;

            if (_position >= _text.Length)
                return false;

            text = PathParser.Unescape(_text[(start + 1).._position++]);
            return true;
        }

        while (_position < _text.Length && _text[_position] is not (',' or ':' or ']' or '}' or '[' or '{'))
            _position++;

        text = _text[start.._position].Trim();
        return text.Length > 0;
    }

    private bool TryClose(char c)
    {
        SkipBlanks();
        if (_position >= _text.Length || _text[_position] != c)
            return false;

        _position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
    }
}
