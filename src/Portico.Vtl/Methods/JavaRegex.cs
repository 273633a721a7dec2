using System.Globalization;
using System.Text;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Methods;

/// <summary>Translates a pattern of <c>java.util.regex</c> to one of .NET where the two differ: classes of characters, possessive quantifiers, quotes.</summary>
internal sealed class JavaRegex
{
    private const string Digit = "0-9";
    private const string Letter = "a-zA-Z0-9_";
    private const string Blank = " \\t\\n\\x0B\\f\\r";
    private const string NoDigit = "\\x00-/:-\\uFFFF";
    private const string NoLetter = "\\x00-/:-@\\[-\\^`{-\\uFFFF";
    private const string NoBlank = "\\x00-\\x08\\x0E-\\x1F!-\\uFFFF";
    private const int DepthLimit = 100;

    private static readonly Dictionary<string, string> Properties = new(StringComparer.Ordinal)
    {
        ["Lower"] = "a-z", ["Upper"] = "A-Z", ["ASCII"] = "\\x00-\\x7F", ["Alpha"] = "a-zA-Z", ["Digit"] = "0-9", ["Alnum"] = "a-zA-Z0-9",
        ["Punct"] = "!-/:-@\\[-`{-~", ["Graph"] = "!-~", ["Print"] = " -~", ["Blank"] = " \\t", ["Cntrl"] = "\\x00-\\x1F\\x7F",
        ["XDigit"] = "0-9a-fA-F", ["Space"] = Blank, ["IsAlphabetic"] = "\\p{L}\\p{Nl}", ["IsLetter"] = "\\p{L}", ["IsDigit"] = "\\p{Nd}",
        ["IsUppercase"] = "\\p{Lu}", ["IsLowercase"] = "\\p{Ll}", ["IsPunctuation"] = "\\p{P}", ["IsWhite_Space"] = "\\s",
        ["javaLowerCase"] = "\\p{Ll}", ["javaUpperCase"] = "\\p{Lu}", ["javaWhitespace"] = "\\s", ["javaLetter"] = "\\p{L}",
        ["javaDigit"] = "\\p{Nd}", ["javaLetterOrDigit"] = "\\p{L}\\p{Nd}", ["L1"] = "\\x00-\\xFF",
        ["IsLatin"] = "a-zA-Z\\u00AA\\u00BA\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02B8\\u1E00-\\u1EFF",
        ["IsGreek"] = "\\u0370-\\u03FF\\u1F00-\\u1FFF", ["IsCyrillic"] = "\\u0400-\\u052F",
    };

    private static readonly HashSet<string> Categories =
    [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn",
    ];

    private readonly string _pattern;
    private readonly StringBuilder _result = new();
    private readonly Stack<int> _groups = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly bool _dotIsAll;
    private int _groupCount;
    private int _position;

    private JavaRegex(string pattern)
    {
        _pattern = pattern;
        _dotIsAll = pattern.StartsWith("(?s", StringComparison.Ordinal) || pattern.StartsWith("(?is", StringComparison.Ordinal);
    }

    public static string Translate(string pattern, out IReadOnlyDictionary<string, int> names)
    {
        var translation = new JavaRegex(pattern);
        names = translation._names;
        return translation.Translate();
    }

    private static RenderingFailure Invalid(string why) => RenderingFailure.Runtime($"the regular expression is not valid: {why}");

    private string Translate()
    {
        // Where the last atom begins in the result, for a possessive quantifier after it.
        var atom = 0;
        while (_position < _pattern.Length)
        {
            var c = _pattern[_position];
            switch (c)
            {
                case '\\':
                    atom = _result.Length;
                    Escape();
                    break;

                case '[':
                    atom = _result.Length;
                    _result.Append(Class(0));
                    break;

                case '(':
                    _groups.Push(_result.Length);
                    if (_groups.Count > DepthLimit)
                        throw RenderingFailure.Limit($"a regular expression is nested more than {DepthLimit} deep");

                    Open();
                    break;

                case ')':
                    atom = _groups.TryPop(out var opening) ? opening : throw Invalid("')' closes nothing");
                    _result.Append(c);
                    _position++;
                    break;

                case '*' or '+' or '?' or '{':
                    Quantifier(atom);
                    break;

                case '.':
                    atom = _result.Length;
                    _result.Append(_dotIsAll ? "[\\s\\S]" : "[^\\n\\r\\u0085\\u2028\\u2029]");
                    _position++;
                    break;

                default:
                    atom = _result.Length;
                    _result.Append(c);
                    _position++;
                    break;
            }
        }

        return _result.ToString();
    }

    private void Open()
    {
        _position++;
        _result.Append('(');
        if (_position >= _pattern.Length || _pattern[_position] != '?')
        {
            _groupCount++;
            return;
        }

        if (_position + 2 < _pattern.Length && _pattern[_position + 1] == '<' && char.IsAsciiLetter(_pattern[_position + 2]))
        {
            var close = _pattern.IndexOf('>', _position);
            if (close < 0 || !_names.TryAdd(_pattern[(_position + 2)..close], ++_groupCount))
                throw Invalid("a group has no name of its own");

            _position = close + 1;
            return;
        }

        // Java's flags d, u and U have no name in .NET and make no difference to what is translated.
        var end = _position + 1;
        while (end < _pattern.Length && (char.IsAsciiLetter(_pattern[end]) || _pattern[end] == '-'))
            end++;

        if (end == _position + 1 || end >= _pattern.Length || _pattern[end] is not (')' or ':'))
        {
            // (?: (?= (?! (?> (?<= (?<!
            var length = _pattern.AsSpan(_position).StartsWith("?<", StringComparison.Ordinal) ? 3 : 2;
            var kind = _pattern.Substring(_position, Math.Min(length, _pattern.Length - _position));
            _result.Append(kind);
            _position += kind.Length;
            return;
        }

        var flags = _pattern[(_position + 1)..end].Replace("d", "", StringComparison.Ordinal).Replace("u", "", StringComparison.Ordinal).Replace("U", "", StringComparison.Ordinal);
        _result.Append('?').Append(flags.Length == 0 && _pattern[end] == ')' ? ":" : flags);
        _position = end;
    }

    private void Quantifier(int atom)
    {
        var start = _position;
        if (_pattern[_position] == '{')
        {
            while (_position < _pattern.Length && _pattern[_position] != '}')
                _position++;

            var inner = _pattern[(start + 1).._position];
            if (_position >= _pattern.Length || inner.Length == 0 || !char.IsAsciiDigit(inner[0]) || inner.AsSpan().IndexOfAnyExceptInRange('0', '9') is var comma and >= 0 && inner[comma] != ',')
                throw Invalid("'{' begins no quantifier");
        }

        _position++;
        var quantifier = _pattern[start.._position];
        if (_position < _pattern.Length && _pattern[_position] == '+')
        {
            _position++;
            _result.Insert(atom, "(?>").Append(quantifier).Append(')');
            return;
        }

        _result.Append(quantifier);
        if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            _result.Append('?');
            _position++;
        }
    }

    private void Escape()
    {
        var c = Escaped();
        switch (c)
        {
            case 'd': _result.Append($"[{Digit}]"); break;
            case 'D': _result.Append($"[^{Digit}]"); break;
            case 'w': _result.Append($"[{Letter}]"); break;
            case 'W': _result.Append($"[^{Letter}]"); break;
            case 's': _result.Append($"[{Blank}]"); break;
            case 'S': _result.Append($"[^{Blank}]"); break;
            case 'h': _result.Append("[ \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000]"); break;
            case 'H': _result.Append("[^ \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000]"); break;
            case 'v': _result.Append("[\\n\\x0B\\f\\r\\x85\\u2028\\u2029]"); break;
            case 'V': _result.Append("[^\\n\\x0B\\f\\r\\x85\\u2028\\u2029]"); break;
            case 'R': _result.Append("(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])"); break;
            case 'p' or 'P': _result.Append('[').Append(Property(c == 'P', inClass: false)).Append(']'); break;
            case 'Q': _result.Append(Quoted()); break;
            case 'E': break;
            case 'b' or 'B' or 'A' or 'G' or 'Z' or 'z': _result.Append('\\').Append(c); break;
            case 'k': _result.Append(NamedReference()); break;
            case >= '1' and <= '9': _result.Append('\\').Append(c); break;
            default: _result.Append(Character(c)); break;
        }
    }

    private string NamedReference()
    {
        var close = _pattern.IndexOf('>', _position);
        if (close < 0 || _pattern[_position] != '<' || !_names.TryGetValue(_pattern[(_position + 1)..close], out var number))
            throw Invalid("\\k names no group");

        _position = close + 1;
        return $"(?:\\{number})";
    }

    private char Escaped()
    {
        if (_position + 1 >= _pattern.Length)
            throw Invalid("it ends with a backslash");

        var c = _pattern[_position + 1];
        _position += 2;
        return c;
    }

    private string Quoted()
    {
        var end = _pattern.IndexOf("\\E", _position, StringComparison.Ordinal);
        var text = end < 0 ? _pattern[_position..] : _pattern[_position..end];
        _position = end < 0 ? _pattern.Length : end + 2;
        var quoted = new StringBuilder();
        foreach (var c in text)
            quoted.Append(Literal(c));

        return quoted.ToString();
    }

    /// <summary>The character of an escape, as a literal.</summary>
    private string Character(char c)
    {
        switch (c)
        {
            case 't': return "\\t";
            case 'n': return "\\n";
            case 'r': return "\\r";
            case 'f': return "\\f";
            case 'a': return "\\x07";
            case 'e': return "\\x1B";
            case '0':
                var end = _position;
                while (end < _pattern.Length && end < _position + 3 && _pattern[end] is >= '0' and <= '7')
                    end++;

                if (end == _position)
                    throw Invalid("\\0 needs octal digits");

                var code = Convert.ToInt32(_pattern[_position..end], 8);
                _position = end;
                return Literal((char)(code & 0xFF));

            case 'x' when _position < _pattern.Length && _pattern[_position] == '{':
                var close = _pattern.IndexOf('}', _position);
                if (close < 0 || !int.TryParse(_pattern.AsSpan(_position + 1, close - _position - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point > 0x10FFFF || point is >= 0xD800 and <= 0xDFFF)
                    throw Invalid("\\x{ needs a code and '}'");

                _position = close + 1;
                return point > 0xFFFF ? char.ConvertFromUtf32(point) : Literal((char)point);

            case 'x': return Hexadecimal(2);
            case 'u': return Hexadecimal(4);
            case 'c':
                return _position < _pattern.Length ? Literal((char)(_pattern[_position++] ^ 64)) : throw Invalid("\\c needs a character");

            default:
                return char.IsAsciiLetter(c) ? throw Invalid($"\\{c} means nothing") : Literal(c);
        }
    }

    private string Hexadecimal(int digits)
    {
        if (_position + digits > _pattern.Length || !ushort.TryParse(_pattern.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw Invalid($"a code needs {digits} hexadecimal digits");

        _position += digits;
        return Literal((char)code);
    }

    private static string Literal(char c) =>
        char.IsAsciiLetterOrDigit(c) || c > '\u00FF' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");

    private string Property(bool isNegated, bool inClass)
    {
        if (_position >= _pattern.Length)
            throw Invalid("\\p needs a name");

        string name;
        if (_pattern[_position] == '{')
        {
            var close = _pattern.IndexOf('}', _position);
            if (close < 0)
                throw Invalid("\\p{ is never closed by '}'");

            name = _pattern[(_position + 1)..close];
            _position = close + 1;
        }
        else
        {
            name = _pattern[_position++].ToString();
        }

        if (Properties.TryGetValue(name, out var known))
        {
            if (!isNegated)
                return known;

            return inClass ? throw Invalid($"\\P{{{name}}} within a class is not supported") : "^" + known;
        }

        if (name.StartsWith("Is", StringComparison.Ordinal) && name.Length <= 4)
            name = name[2..];

        if (name.StartsWith("general_category=", StringComparison.Ordinal) || name.StartsWith("gc=", StringComparison.Ordinal))
            name = name[(name.IndexOf('=') + 1)..];

        return name.Length is 1 or 2 && Categories.Contains(name) ? $"\\{(isNegated ? 'P' : 'p')}{{{name}}}" : throw Invalid($"there is no property {name}");
    }

    /// <summary>A class of characters: Java's may contain others and be cut with them.</summary>
    private string Class(int depth)
    {
        if (depth > DepthLimit)
            throw RenderingFailure.Limit($"a regular expression is nested more than {DepthLimit} deep");

        _position++;
        var isNegated = _position < _pattern.Length && _pattern[_position] == '^';
        if (isNegated)
            _position++;

        var simple = new StringBuilder();
        var nested = new List<string>();
        var intersected = new List<string>();
        var isFirst = true;
        while (true)
        {
            if (_position >= _pattern.Length)
                throw Invalid("'[' is never closed by ']'");

            var c = _pattern[_position];
            if (c == ']' && !isFirst)
            {
                _position++;
                break;
            }

            isFirst = false;
            if (c == '[')
            {
                nested.Add(Class(depth + 1));
            }
            else if (c == '&' && _pattern.AsSpan(_position).StartsWith("&&", StringComparison.Ordinal))
            {
                _position += 2;
                intersected.Add(Union(simple, nested));
                simple = new StringBuilder();
                nested = [];
            }
            else if (c == '\\')
            {
                InClass(simple);
            }
            else
            {
                simple.Append(c == '-' ? "-" : Literal(c));
                _position++;
            }
        }

        if (intersected.Count == 0 && nested.Count == 0 && simple.Length > 0)
            return $"[{(isNegated ? "^" : "")}{simple}]";

        var last = Union(simple, nested);
        var all = string.Concat(intersected.Select(part => part.Length == 0 ? "" : $"(?={part})")) + (last.Length == 0 ? "[\\s\\S]" : last);
        return isNegated ? $"(?:(?!{all})[\\s\\S])" : $"(?:{all})";
    }

    private static string Union(StringBuilder simple, List<string> nested)
    {
        if (simple.Length > 0)
            nested.Insert(0, $"[{simple}]");

        return nested.Count switch
        {
            0 => "",
            1 => nested[0],
            _ => $"(?:{string.Join('|', nested)})",
        };
    }

    private void InClass(StringBuilder simple)
    {
        var c = Escaped();
        simple.Append(c switch
        {
            'd' => Digit,
            'D' => NoDigit,
            'w' => Letter,
            'W' => NoLetter,
            's' => Blank,
            'S' => NoBlank,
            'h' => " \\t\\xA0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000",
            'v' => "\\n\\x0B\\f\\r\\x85\\u2028\\u2029",
            'p' or 'P' => Property(c == 'P', inClass: true),
            'Q' => Quoted(),
            'E' => "",
            _ => Character(c),
        });
    }
}
