using System.Buffers;
using System.Globalization;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Caching;

/// <summary>Writes the key of an answer: what is the same for all requests, then each parameter with its length before it, so that no two lists of values look alike.</summary>
internal ref struct CacheKey(Span<char> initial)
{
    private Span<char> _text = initial;
    private char[]? _rented;
    private int _length;

    internal readonly ReadOnlySpan<char> Text => _text[.._length];

    internal GatewayFault? Write(Invocation invocation, string prefix, ReadOnlySpan<ValueSource> parameters)
    {
        Append(prefix);
        foreach (var parameter in parameters)
        {
            if (parameter.Read(invocation, out var value) is { } fault) return fault;
            if (value is null)
            {
                Append("-");
                continue;
            }

            Reserve(12);
            value.Length.TryFormat(_text[_length..], out var written, provider: CultureInfo.InvariantCulture);
            _length += written;
            Append(":");
            Append(value);
        }

        return null;
    }

    internal void Dispose()
    {
        if (_rented is not null) ArrayPool<char>.Shared.Return(_rented);
        _rented = null;
    }

    private void Append(string text)
    {
        Reserve(text.Length);
        text.CopyTo(_text[_length..]);
        _length += text.Length;
    }

    private void Reserve(int more)
    {
        if (_length + more <= _text.Length) return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, _text.Length * 2));
        Text.CopyTo(larger);
        Dispose();
        _text = _rented = larger;
    }
}
