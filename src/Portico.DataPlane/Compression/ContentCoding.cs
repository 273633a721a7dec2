using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Portico.DataPlane.Compression;

/// <summary>The codings that REST APIs know.</summary>
public enum ContentCoding
{
    Identity,
    Gzip,

    /// <summary>The zlib format, as RFC 9110 §8.4.1.2 has it.</summary>
    Deflate,
}

public static class ContentCodings
{
    /// <summary>The coding that a client wants most. One that is not known, and no wish, give identity.</summary>
    /// <param name="accept">The lines of <c>Accept-Encoding</c>.</param>
    public static ContentCoding Choose(StringValues accept)
    {
        var (best, weight) = (ContentCoding.Identity, 0.0);
        var isKnown = false;
        for (var index = 0; index < accept.Count; index++)
        {
            var line = accept[index].AsSpan();
            foreach (var range in line.Split(','))
            {
                var (name, quality) = Read(line[range]);
                if (name.IsEmpty || quality <= 0) continue;
                ContentCoding? coding = name.Length == 1 && name[0] == '*' ? ContentCoding.Gzip : Parse(name);

                // Of equals, the first that is known.
                if (quality < weight || (quality == weight && (isKnown || coding is null))) continue;
                (best, weight, isKnown) = (coding ?? ContentCoding.Identity, quality, coding is not null);
            }
        }

        return best;
    }

    /// <summary>The coding of that name, or null.</summary>
    public static ContentCoding? Parse(ReadOnlySpan<char> name) =>
        name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase) ? ContentCoding.Gzip :
        name.Equals("deflate", StringComparison.OrdinalIgnoreCase) ? ContentCoding.Deflate :
        name.Equals("identity", StringComparison.OrdinalIgnoreCase) ? ContentCoding.Identity : null;

    private static Wish Read(ReadOnlySpan<char> text)
    {
        var semicolon = text.IndexOf(';');
        if (semicolon < 0) return new Wish(text.Trim(), 1);
        var parameter = text[(semicolon + 1)..].Trim();
        if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) return new Wish(text[..semicolon].Trim(), 1);
        return new Wish(text[..semicolon].Trim(), double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 0);
    }

    private readonly ref struct Wish(ReadOnlySpan<char> name, double quality)
    {
        private readonly ReadOnlySpan<char> _name = name;

        internal void Deconstruct(out ReadOnlySpan<char> wanted, out double weight)
        {
            wanted = _name;
            weight = quality;
        }
    }
}
