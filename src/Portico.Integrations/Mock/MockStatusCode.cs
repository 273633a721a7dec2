using System.Buffers;
using System.Buffers.Text;

namespace Portico.Integrations.Mock;

/// <summary>
/// Reads <c>statusCode</c> out of what a MOCK's request template gave. AWS's reader is a lenient one: keys may stand without
/// quotes or in single ones (recorded: <c>{statusCode: 200}</c>).
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html"/>
public static class MockStatusCode
{
    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(":,{}[] \t\r\n\"'"u8);

    private static ReadOnlySpan<byte> Name => "statusCode"u8;

    /// <summary>The integer, or null when there is none at the top level of an object.</summary>
    public static int? TryRead(ReadOnlySpan<byte> text)
    {
        var reader = new Reader(text);
        if (!reader.Take((byte)'{')) return null;

        int? found = null;
        while (!reader.Take((byte)'}'))
        {
            if (!reader.TryReadToken(out var key) || !reader.Take((byte)':')) return null;
            if (key.SequenceEqual(Name))
            {
                if (!reader.TryReadToken(out var value) || !Utf8Parser.TryParse(value, out int status, out var used) || used != value.Length) return null;
                found = status;
            }
            else if (!reader.TrySkipValue())
            {
                return null;
            }

            if (!reader.Take((byte)',') && !reader.At((byte)'}')) return null;
        }

        return reader.IsAtEnd ? found : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        internal bool IsAtEnd
        {
            get
            {
                SkipBlanks();
                return _rest.IsEmpty;
            }
        }

        internal bool At(byte expected)
        {
            SkipBlanks();
            return !_rest.IsEmpty && _rest[0] == expected;
        }

        internal bool Take(byte expected)
        {
            if (!At(expected)) return false;
            _rest = _rest[1..];
            return true;
        }

        /// <summary>A quoted text without its quotes, or a bare word or number.</summary>
        internal bool TryReadToken(out ReadOnlySpan<byte> token)
        {
            SkipBlanks();
            token = default;
            if (_rest.IsEmpty) return false;
            if (_rest[0] is (byte)'"' or (byte)'\'') return TryReadQuoted(out token);

            var end = _rest.IndexOfAny(TokenEnds);
            token = end < 0 ? _rest : _rest[..end];
            _rest = _rest[token.Length..];
            return !token.IsEmpty;
        }

        /// <summary>Any value; nested ones are passed over by counting what opens and closes, so that depth costs nothing.</summary>
        internal bool TrySkipValue()
        {
            var depth = 0;
            do
            {
                SkipBlanks();
                if (_rest.IsEmpty) return false;
                switch (_rest[0])
                {
                    case (byte)'{' or (byte)'[':
                        depth++;
                        _rest = _rest[1..];
                        break;
                    case (byte)'}' or (byte)']':
                        depth--;
                        _rest = _rest[1..];
                        break;
                    case (byte)',' or (byte)':' when depth > 0:
                        _rest = _rest[1..];
                        break;
                    default:
                        if (!TryReadToken(out _)) return false;
                        break;
                }
            }
            while (depth > 0);

            return depth == 0;
        }

        private bool TryReadQuoted(out ReadOnlySpan<byte> token)
        {
            var quote = _rest[0];
            for (var index = 1; index < _rest.Length; index++)
            {
                if (_rest[index] == '\\')
                {
                    index++;
                }
                else if (_rest[index] == quote)
                {
                    token = _rest[1..index];
                    _rest = _rest[(index + 1)..];
                    return true;
                }
            }

            token = default;
            return false;
        }

        private void SkipBlanks() => _rest = _rest.TrimStart(" \t\r\n"u8);
    }
}
