using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>
/// Reads the text of a path. The dialect is Jayway's to the letter, also where it is odd: one last character after a bracket is not looked
/// at, and what follows <c>()</c> is a member whose name begins with <c>)</c>.
/// </summary>
internal sealed class PathParser(string source, int depth = 0)
{
    internal const int MaxDepth = 16;
    private const int MaxLength = 4096;
    private const int MaxTokens = 256;

    private readonly List<PathToken> _tokens = [];
    private string _text = "";
    private int _shift;

    public JsonPathError? Error { get; private set; }

    public JsonPath? Parse()
    {
        if (source.Length > MaxLength)
            return Fail(MaxLength, $"a path has at most {MaxLength} characters");

        if (depth > MaxDepth)
            return Fail(0, $"paths are nested more than {MaxDepth} times");

        // Only the end is trimmed: a path that begins with a blank is no path.
        _text = source.TrimEnd();
        if (source.TrimStart().Length == 0)
            return Fail(0, "the path is empty");

        if (_text[0] is not ('$' or '@'))
        {
            _text = "$." + _text;
            _shift = -2;
        }

        if (_text[^1] == '.')
            return Fail(_text.Length - 1, "a path must not end with '.'");

        if (_text.Length > 1 && _text[1] is not ('.' or '['))
            return Fail(1, "expected '.' or '['");

        for (var position = 1; position < _text.Length;)
        {
            if (_tokens.Count >= MaxTokens)
                return Fail(position, $"a path has at most {MaxTokens} parts");

            if (!TryReadToken(ref position))
                return null;

            if (position + 1 >= _text.Length)
                break;
        }

        return new JsonPath(source, Rearrange());
    }

    /// <summary><c>$..a.length()</c> means the length of all matches, so it becomes <c>$.length($..a)</c>.</summary>
    private List<PathToken> Rearrange()
    {
        if (_tokens.Count > 1 && _tokens[0] is ScanToken && _tokens[^1] is FunctionToken { TakesNoArguments: true } function)
            return [function.WithArgument(new JsonPath(source, _tokens[..^1]))];

        return _tokens;
    }

    private bool TryReadToken(ref int position)
    {
        if (_text[position] == '.')
        {
            if (position + 1 < _text.Length && _text[position + 1] == '.')
            {
                _tokens.Add(new ScanToken());
                position++;
            }

            position++;
            if (position >= _text.Length || _text[position] == '.')
                return Refuse(position, "expected a name, '[' or '*'");
        }

        return _text[position] switch
        {
            '[' => TryReadBracket(ref position),
            '*' => Take(new WildcardToken(), ref position, position + 1),
            _ => TryReadNameOrFunction(ref position),
        };
    }

    private bool Take(PathToken token, ref int position, int next)
    {
        if (token is FunctionToken && _tokens.Count > 0 && _tokens[^1] is ScanToken)
            return Refuse(position, "expected a name, '[' or '*' after '..'");

        _tokens.Add(token);
        position = next;
        return true;
    }

    private bool TryReadNameOrFunction(ref int position)
    {
        var start = position;
        var end = start;
        while (end < _text.Length && _text[end] is not ('.' or '[' or '('))
        {
            if (_text[end] == ' ')
                return Refuse(end, "use ['…'] for a name with blanks");

            end++;
        }

        if (end >= _text.Length || _text[end] != '(')
            return Take(new MemberToken([_text[start..end]]), ref position, end);

        var close = FindClosingParenthesis(end);
        var name = _text[start..end];
        if (close < 0)
            return Refuse(end, $"the arguments of {name}() are never closed by ')'");

        if (!FunctionToken.IsKnown(name))
            return Refuse(start, $"there is no function {name}()");

        if (close == end + 1)
            return Take(new FunctionToken(name, []), ref position, close);

        return TryReadArguments(end + 1, close, out var arguments) && Take(new FunctionToken(name, arguments), ref position, close + 1);
    }

    private int FindClosingParenthesis(int open)
    {
        var opened = 0;
        for (var i = open; i < _text.Length; i++)
        {
            if (_text[i] == '(')
                opened++;
            else if (_text[i] == ')' && --opened == 0)
                return i;
        }

        return -1;
    }

    private bool TryReadArguments(int start, int end, out FunctionArgument[] arguments)
    {
        var list = new List<FunctionArgument>();
        arguments = [];
        for (var from = start; from < end;)
        {
            var to = from;
            var nested = 0;
            for (var quoted = false; to < end && (quoted || nested > 0 || _text[to] != ','); to++)
            {
                if (_text[to] == '\\')
                    to++;
                else if (_text[to] == '"')
                    quoted = !quoted;
                else if (!quoted && _text[to] is '(' or '[' or '{')
                    nested++;
                else if (!quoted && _text[to] is ')' or ']' or '}')
                    nested--;
            }

            to = Math.Min(to, end);
            var text = _text[from..to].Trim();
            if (text.Length > 0 && text[0] is '$' or '@')
            {
                var parser = new PathParser(text, depth + 1);
                if (parser.Parse() is not { } path)
                    return Refuse(from, parser.Error!.Message);

                list.Add(new FunctionArgument(path, default));
            }
            else if (text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '{' or '"' or '-'))
            {
                if (!LenientJson.TryParse(text, out var value))
                    return Refuse(from, "the argument is not JSON");

                list.Add(new FunctionArgument(null, value));
            }

            // Anything else is passed over, as Jayway does: single quotes do not make a text here.
            from = to + 1;
        }

        arguments = [.. list];
        return true;
    }

    private bool TryReadBracket(ref int position)
    {
        var inner = position + 1;
        SkipBlanks(ref inner);
        if (inner >= _text.Length)
            return Refuse(position, "'[' is never closed");

        switch (_text[inner])
        {
            case '\'' or '"':
                return TryReadNames(ref position, inner);

            case '*':
                inner++;
                SkipBlanks(ref inner);
                return inner < _text.Length && _text[inner] == ']'
                    ? Take(new WildcardToken(), ref position, inner + 1)
                    : Refuse(inner, "expected ']' after '*'");

            case '?':
                var parser = new FilterParser(_text, inner, depth);
                if (parser.Parse() is { } filter)
                    return Take(new FilterToken(filter), ref position, parser.Position);

                return Refuse(parser.ErrorPosition, parser.ErrorMessage);

            case '-' or ':' or (>= '0' and <= '9'):
                return TryReadIndexes(ref position);

            default:
                return Refuse(inner, "expected a quoted name, an index, '*' or '?'");
        }
    }

    private bool TryReadNames(ref int position, int at)
    {
        var names = new List<string>();
        var quote = _text[at];
        while (true)
        {
            var start = ++at;
            while (at < _text.Length && _text[at] != quote)
                at += _text[at] == '\\' ? 2 : 1;

            if (at >= _text.Length)
                return Refuse(start - 1, $"the name is never closed by {quote}");

            names.Add(Unescape(_text[start..at]));
            at++;
            SkipBlanks(ref at);
            if (at < _text.Length && _text[at] == ']')
                return Take(new MemberToken([.. names]), ref position, at + 1);

            if (at >= _text.Length || _text[at] != ',')
                return Refuse(at, "expected ',' or ']' after the name");

            at++;
            SkipBlanks(ref at);
            if (at >= _text.Length || _text[at] != quote)
                return Refuse(at, "expected a quoted name after ','");
        }
    }

    private bool TryReadIndexes(ref int position)
    {
        var close = _text.IndexOf(']', position);
        if (close < 0)
            return Refuse(position, "'[' is never closed");

        var text = _text[(position + 1)..close].Trim();
        if (text.Contains(':', StringComparison.Ordinal))
        {
            // What stands after a second ':' does not count, but an end must be there.
            var parts = text.Split(':');
            if (!TryReadEnd(parts[0], out var from) || !TryReadEnd(parts[1], out var to) || parts.Skip(2).Any(static part => !TryReadEnd(part, out _))
                || (from is null && to is null))
            {
                return Refuse(position + 1, "expected a slice as [from:to], [from:] or [:to]");
            }

            return Take(new SliceToken(from, to), ref position, close + 1);
        }

        var indexes = new List<int>();
        foreach (var part in text.TrimEnd(',').Split(','))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index))
                return Refuse(position + 1, $"'{part}' is not an index");

            indexes.Add(index);
        }

        return Take(new IndexToken([.. indexes]), ref position, close + 1);
    }

    private static bool TryReadEnd(string text, out int? end)
    {
        end = null;
        if (text.Length == 0)
            return true;

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return false;

        end = number;
        return true;
    }

    private void SkipBlanks(ref int position)
    {
        while (position < _text.Length && _text[position] == ' ')
            position++;
    }

    internal static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 >= text.Length)
            {
                output.Append(text[i]);
                continue;
            }

            var c = text[++i];
            if (c == 'u' && i + 4 < text.Length && int.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                output.Append((char)unit);
                i += 4;
                continue;
            }

            output.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
        }

        return output.ToString();
    }

    private bool Refuse(int position, string message)
    {
        Fail(position, message);
        return false;
    }

    private JsonPath? Fail(int position, string message)
    {
        Error ??= new JsonPathError(Math.Max(position + _shift, 0) + 1, message);
        return null;
    }
}
