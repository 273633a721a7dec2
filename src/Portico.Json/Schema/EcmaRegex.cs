using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Portico.Json.Schema;

/// <summary>
/// An ECMA 262 regular expression, translated to the framework's dialect. Runs without backtracking where the expression allows it, else
/// with a time limit, after which the whole validation is given up as not valid.
/// </summary>
internal sealed class EcmaRegex
{
    private const int MaxPatternLength = 8192;

    private const string Space = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
    private const string NotSpace = @"\0-\x08\x0e-\x1f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff";
    private const string NotDigit = @"\0-/:-\uffff";
    private const string NotWord = @"\0-/:-@\[-\^`\{-\uffff";

    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(250);

    private static readonly Dictionary<string, string> Categories = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Letter"] = "L", ["Cased_Letter"] = "L", ["Uppercase_Letter"] = "Lu", ["Lowercase_Letter"] = "Ll", ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm", ["Other_Letter"] = "Lo", ["Mark"] = "M", ["Combining_Mark"] = "M", ["Nonspacing_Mark"] = "Mn",
        ["Spacing_Mark"] = "Mc", ["Enclosing_Mark"] = "Me", ["Number"] = "N", ["Decimal_Number"] = "Nd", ["digit"] = "Nd",
        ["Letter_Number"] = "Nl", ["Other_Number"] = "No", ["Symbol"] = "S", ["Math_Symbol"] = "Sm", ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk", ["Other_Symbol"] = "So", ["Punctuation"] = "P", ["punct"] = "P", ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd", ["Open_Punctuation"] = "Ps", ["Close_Punctuation"] = "Pe", ["Initial_Punctuation"] = "Pi",
        ["Final_Punctuation"] = "Pf", ["Other_Punctuation"] = "Po", ["Separator"] = "Z", ["Space_Separator"] = "Zs",
        ["Line_Separator"] = "Zl", ["Paragraph_Separator"] = "Zp", ["Other"] = "C", ["Control"] = "Cc", ["Format"] = "Cf",
        ["Surrogate"] = "Cs", ["Private_Use"] = "Co", ["Unassigned"] = "Cn",
    };

    private readonly Regex _regex;

    private EcmaRegex(string pattern, Regex regex)
    {
        Pattern = pattern;
        _regex = regex;
    }

    /// <summary>As written in the schema.</summary>
    public string Pattern { get; }

    /// <returns>The expression, or null when it is not one.</returns>
    public static EcmaRegex? TryCreate(string pattern)
    {
        if (pattern.Length > MaxPatternLength || Translate(pattern) is not { } translated)
            return null;

        try
        {
            return new EcmaRegex(pattern, new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchLimit));
        }
        catch (NotSupportedException)
        {
            // Lookarounds and back references need backtracking.
        }
        catch (ArgumentException)
        {
            return null;
        }

        return new EcmaRegex(pattern, new Regex(translated, RegexOptions.CultureInvariant, MatchLimit));
    }

    /// <summary>Whether the text is an expression at all, without building a matcher for it.</summary>
    public static bool IsRegex(string pattern)
    {
        if (pattern.Length > MaxPatternLength || Translate(pattern) is not { } translated)
            return false;

        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant, MatchLimit) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether the expression matches somewhere in the text.</summary>
    public bool IsMatch(ReadOnlySpan<char> text, ref EvaluationBudget budget)
    {
        if (!budget.Spend(1 + (text.Length >> 4)))
            return false;

        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            budget.Exhaust();
            return false;
        }
    }

    private static string? Translate(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\')
            {
                if (!TranslateEscape(pattern, ref i, inClass, output))
                    return null;
            }
            else if (inClass)
            {
                // The framework would read a '[' after '-' as a subtraction; in ECMA it is a character.
                if (c == '[')
                    output.Append('\\');
                else if (c == ']')
                    inClass = false;

                output.Append(c);
            }
            else if (c == '[')
            {
                var negated = i + 1 < pattern.Length && pattern[i + 1] == '^';
                var close = i + (negated ? 2 : 1);
                if (close < pattern.Length && pattern[close] == ']')
                {
                    // The empty class matches nothing, its negation everything.
                    output.Append(negated ? @"[\s\S]" : "(?!)");
                    i = close;
                    continue;
                }

                inClass = true;
                output.Append(negated ? "[^" : "[");
                i = close - 1;
            }
            else if (c == '$')
            {
                output.Append(@"\z");
            }
            else if (c == '.')
            {
                output.Append(@"[^\n\r\u2028\u2029]");
            }
            else if (char.IsHighSurrogate(c) && i + 1 < pattern.Length && char.IsLowSurrogate(pattern[i + 1]))
            {
                // A quantifier after it speaks of the whole character.
                output.Append("(?:").Append(c).Append(pattern[++i]).Append(')');
            }
            else
            {
                output.Append(c);
            }
        }

        return output.ToString();
    }

    private static bool TranslateEscape(string pattern, ref int i, bool inClass, StringBuilder output)
    {
        if (++i >= pattern.Length)
            return false;

        var c = pattern[i];
        switch (c)
        {
            case 'd': output.Append(inClass ? "0-9" : "[0-9]"); return true;
            case 'w': output.Append(inClass ? "a-zA-Z0-9_" : "[a-zA-Z0-9_]"); return true;
            case 's': output.Append(inClass ? Space : $"[{Space}]"); return true;
            case 'D': output.Append(inClass ? NotDigit : "[^0-9]"); return true;
            case 'W': output.Append(inClass ? NotWord : "[^a-zA-Z0-9_]"); return true;
            case 'S': output.Append(inClass ? NotSpace : $"[^{Space}]"); return true;

            case 'n' or 'r' or 't' or 'v' or 'f' or 'b':
            case 'B' when !inClass:
            case >= '1' and <= '9' when !inClass:
            case 'k' when !inClass:
                output.Append('\\').Append(c);
                return true;

            case '0':
                output.Append(@"\x00");
                return true;

            case 'c' when i + 1 < pattern.Length && char.IsAsciiLetter(pattern[i + 1]):
                output.Append(CultureInfo.InvariantCulture, $@"\x{pattern[++i] & 0x1f:x2}");
                return true;

            case 'x' when TryReadHex(pattern, i + 1, 2, out var value):
            {
                i += 2;
                output.Append(CultureInfo.InvariantCulture, $@"\u{value:x4}");
                return true;
            }

            case 'u' when TryReadHex(pattern, i + 1, 4, out var value):
            {
                i += 4;
                if (!inClass && char.IsHighSurrogate((char)value) && i + 2 < pattern.Length && pattern[i + 1] == '\\' && pattern[i + 2] == 'u'
                    && TryReadHex(pattern, i + 3, 4, out var low) && char.IsLowSurrogate((char)low))
                {
                    i += 6;
                    output.Append(CultureInfo.InvariantCulture, $@"(?:\u{value:x4}\u{low:x4})");
                    return true;
                }

                output.Append(CultureInfo.InvariantCulture, $@"\u{value:x4}");
                return true;
            }

            case 'u' when i + 1 < pattern.Length && pattern[i + 1] == '{':
            {
                var close = pattern.IndexOf('}', i);
                if (close < 0 || !int.TryParse(pattern.AsSpan(i + 2, close - i - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point)
                    || !Rune.TryCreate(point, out var rune))
                {
                    return false;
                }

                i = close;
                var text = string.Concat(rune.ToString().Select(static unit => $@"\u{(int)unit:x4}"));
                output.Append(inClass || rune.IsBmp ? text : $"(?:{text})");
                return true;
            }

            case 'p' or 'P' when i + 1 < pattern.Length && pattern[i + 1] == '{':
            {
                var close = pattern.IndexOf('}', i);
                if (close < 0)
                    return false;

                var name = pattern[(i + 2)..close];
                var equals = name.IndexOf('=', StringComparison.Ordinal);
                if (equals >= 0 && name[..equals] is "gc" or "General_Category")
                    name = name[(equals + 1)..];

                output.Append('\\').Append(c).Append('{').Append(Categories.GetValueOrDefault(name, name)).Append('}');
                i = close;
                return true;
            }

            default:
                // Any other escaped character stands for itself.
                output.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? "" : "\\").Append(c);
                return true;
        }
    }

    private static bool TryReadHex(string pattern, int at, int count, out int value)
    {
        value = 0;
        return at + count <= pattern.Length
            && int.TryParse(pattern.AsSpan(at, count), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
