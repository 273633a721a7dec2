using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Portico.Json.Paths;

/// <summary>
/// Reads a filter from its <c>?</c> to behind its <c>]</c>:
/// <c>Or = And { "||" And }</c>, <c>And = Operand { "&amp;&amp;" Operand }</c>, <c>Operand = "(" Or ")" | "!" Operand | Value [ Operator Value ]</c>.
/// </summary>
internal sealed class FilterParser(string text, int position, int depth)
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(250);

    private int _position = position;
    private int _nested;

    public int Position => _position;

    public int ErrorPosition { get; private set; }

    public string ErrorMessage { get; private set; } = "";

    public FilterExpression? Parse()
    {
        _position++;
        if (!TryTake('('))
            return Fail("expected '(' after '?'");

        if (ReadOr() is not { } expression)
            return null;

        if (!TryTake(')'))
            return Fail("expected ')', '&&' or '||'");

        return TryTake(']') ? expression : Fail("expected ']' after the filter");
    }

    private FilterExpression? ReadOr()
    {
        var operands = new List<FilterExpression>();
        do
        {
            if (ReadAnd() is not { } operand)
                return null;

            operands.Add(operand);
        }
        while (TryTake("||"));

        return operands.Count == 1 ? operands[0] : new OrExpression([.. operands]);
    }

    private FilterExpression? ReadAnd()
    {
        var operands = new List<FilterExpression>();
        do
        {
            if (ReadOperand() is not { } operand)
                return null;

            operands.Add(operand);
        }
        while (TryTake("&&"));

        return operands.Count == 1 ? operands[0] : new AndExpression([.. operands]);
    }

    private FilterExpression? ReadOperand()
    {
        if (++_nested > PathParser.MaxDepth * 4)
            return Fail("the filter is nested too deeply");

        try
        {
            SkipBlanks();
            var start = _position;
            if (TryTake('!'))
            {
                SkipBlanks();
                if (_position >= text.Length || text[_position] is not ('$' or '@'))
                    return ReadOperand() is { } negated ? new NotExpression(negated) : null;

                _position = start;
            }

            if (!TryTake('('))
                return ReadComparison();

            if (ReadOr() is not { } inner)
                return null;

            return TryTake(')') ? inner : Fail("expected ')'");
        }
        finally
        {
            _nested--;
        }
    }

    private FilterExpression? ReadComparison()
    {
        if (ReadValue() is not { } left)
            return null;

        SkipBlanks();
        var start = _position;
        if (ReadOperator() is not { } @operator)
        {
            _position = start;
            return left.Path is null ? Fail("expected an operator") : new ExistsExpression(left.Path, !left.IsNegated);
        }

        return ReadValue() is { } right ? new CompareExpression(left, @operator, right) : null;
    }

    private FilterOperator? ReadOperator()
    {
        var start = _position;
        if (_position < text.Length && text[_position] is '<' or '>' or '=' or '~' or '!')
        {
            while (_position < text.Length && text[_position] is '<' or '>' or '=' or '~' or '!')
                _position++;
        }
        else
        {
            while (_position < text.Length && char.IsAsciiLetter(text[_position]))
                _position++;
        }

        return text[start.._position].ToUpperInvariant() switch
        {
            "==" => FilterOperator.Equal,
            "!=" => FilterOperator.NotEqual,
            "===" => FilterOperator.StrictlyEqual,
            "!==" => FilterOperator.StrictlyNotEqual,
            "<" => FilterOperator.Less,
            "<=" => FilterOperator.LessOrEqual,
            ">" => FilterOperator.Greater,
            ">=" => FilterOperator.GreaterOrEqual,
            "=~" => FilterOperator.Matches,
            "IN" => FilterOperator.In,
            "NIN" => FilterOperator.NotIn,
            "CONTAINS" => FilterOperator.Contains,
            "ALL" => FilterOperator.All,
            "SIZE" => FilterOperator.Size,
            "EMPTY" => FilterOperator.Empty,
            "SUBSETOF" => FilterOperator.SubsetOf,
            "ANYOF" => FilterOperator.AnyOf,
            "NONEOF" => FilterOperator.NoneOf,
            _ => null,
        };
    }

    private FilterOperand? ReadValue()
    {
        SkipBlanks();
        if (_position >= text.Length)
            return FailValue("expected a value");

        switch (text[_position])
        {
            case '!':
                _position++;
                SkipBlanks();
                return _position < text.Length && text[_position] is '$' or '@' ? ReadPath(isNegated: true) : FailValue("expected a path after '!'");

            case '$' or '@': return ReadPath(isNegated: false);
            case '\'' or '"': return ReadText(text[_position]);
            case '[' or '{': return ReadJson();
            case '/': return ReadPattern();
            case 't' when TryTake("true"): return Literal("true"u8);
            case 'f' when TryTake("false"): return Literal("false"u8);
            case 'n' when TryTake("null"): return Literal("null"u8);
            default: return ReadNumber();
        }
    }

    private static FilterOperand Literal(ReadOnlySpan<byte> utf8) => new() { Literal = ComputedValue.Parse(utf8) };

    private FilterOperand? ReadPath(bool isNegated)
    {
        var start = _position++;
        var opened = 0;
        for (; _position < text.Length; _position++)
        {
            var c = text[_position];
            if (c == '[')
            {
                var close = FindClosing(_position);
                if (close < 0)
                    return FailValue("'[' is never closed");

                _position = close;
            }
            else if (c == '(')
            {
                opened++;
            }
            else if (c == ')' && --opened < 0)
            {
                break;
            }
            else if (opened <= 0 && (c is '<' or '>' or '=' or '~' or '!' or ' ' || AtLogicalOperator()))
            {
                break;
            }
        }

        var parser = new PathParser(text[start.._position], depth + 1);
        if (parser.Parse() is { } path)
            return new FilterOperand { Path = path, IsFromRoot = text[start] == '$', IsNegated = isNegated };

        _position = start + parser.Error!.Position - 1;
        return FailValue(parser.Error.Message);
    }

    private bool AtLogicalOperator() => text.AsSpan(_position).StartsWith("&&", StringComparison.Ordinal) || text.AsSpan(_position).StartsWith("||", StringComparison.Ordinal);

    private FilterOperand? ReadText(char quote)
    {
        var start = ++_position;
        while (_position < text.Length && text[_position] != quote)
            _position += text[_position] == '\\' ? 2 : 1;

        if (_position >= text.Length)
        {
            _position = start - 1;
            return FailValue($"the text is never closed by {quote}");
        }

        return new FilterOperand { Literal = ComputedValue.Of(PathParser.Unescape(text[start.._position++])) };
    }

    private FilterOperand? ReadJson()
    {
        var close = FindClosing(_position);
        if (close < 0 || !LenientJson.TryParse(text[_position..(close + 1)], out var value))
            return FailValue("the list or object is not JSON");

        _position = close + 1;
        return new FilterOperand { Literal = value };
    }

    private FilterOperand? ReadPattern()
    {
        var start = _position + 1;
        var end = start;
        while (end < text.Length && text[end] != '/')
            end += text[end] == '\\' ? 2 : 1;

        if (end >= text.Length)
            return FailValue("the regular expression is never closed by '/'");

        // Jayway wants the whole text to match.
        var pattern = $@"\A(?:{text[start..end]})\z";
        var options = RegexOptions.CultureInvariant;
        for (end++; end < text.Length && char.IsAsciiLetter(text[end]); end++)
        {
            switch (text[end])
            {
                case 'i': options |= RegexOptions.IgnoreCase; break;
                case 'm': options |= RegexOptions.Multiline; break;
                case 's': options |= RegexOptions.Singleline; break;
                case 'x': options |= RegexOptions.IgnorePatternWhitespace; break;
                case 'u' or 'U' or 'd': break;
                default: return FailValue($"'{text[end]}' is not a flag of regular expressions");
            }
        }

        try
        {
            try
            {
                return Found(new Regex(pattern, options | RegexOptions.NonBacktracking, MatchLimit), end);
            }
            catch (NotSupportedException)
            {
                // Lookarounds and back references need backtracking.
                return Found(new Regex(pattern, options, MatchLimit), end);
            }
        }
        catch (ArgumentException)
        {
            return FailValue("the regular expression cannot be understood");
        }
    }

    private FilterOperand Found(Regex pattern, int end)
    {
        _position = end;
        return new FilterOperand { Pattern = pattern };
    }

    private FilterOperand? ReadNumber()
    {
        var start = _position;
        while (_position < text.Length && (char.IsAsciiDigit(text[_position]) || text[_position] is '-' or '.'))
            _position++;

        if (!decimal.TryParse(text.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            _position = start;
            return FailValue("expected a value");
        }

        return new FilterOperand { Literal = ComputedValue.Parse(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))) };
    }

    /// <summary>The bracket that closes the one at <paramref name="open"/>, brackets in quoted texts aside.</summary>
    private int FindClosing(int open)
    {
        var (opening, closing) = text[open] == '[' ? ('[', ']') : ('{', '}');
        var opened = 0;
        for (var i = open; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\'' or '"')
            {
                for (i++; i < text.Length && text[i] != c; i++)
                {
                    if (text[i] == '\\')
                        i++;
                }
            }
            else if (c == opening)
            {
                opened++;
            }
            else if (c == closing && --opened == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private bool TryTake(char c)
    {
        SkipBlanks();
        if (_position >= text.Length || text[_position] != c)
            return false;

        _position++;
        return true;
    }

    private bool TryTake(string word)
    {
        SkipBlanks();
        if (!text.AsSpan(Math.Min(_position, text.Length)).StartsWith(word, StringComparison.Ordinal))
            return false;

        _position += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && text[_position] == ' ')
            _position++;
    }

    private FilterExpression? Fail(string message)
    {
        if (ErrorMessage.Length == 0)
            (ErrorPosition, ErrorMessage) = (_position, message);

        return null;
    }

    private FilterOperand? FailValue(string message)
    {
        Fail(message);
        return null;
    }
}
