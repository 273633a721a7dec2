using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>The methods of strings that take regular expressions.</summary>
internal static class RegexMethods
{
    private static readonly SearchValues<char> Operators = SearchValues.Create("\\[](){}.*+?^$|");

    public static bool Matches(RenderingState state, string text, string pattern)
    {
        state.Step(text.Length >> 4);
        var regex = state.Regexes.Get(state, pattern, isWhole: true).Regex;
        return Bounded(state, _ => regex.IsMatch(text));
    }

    public static string Replace(RenderingState state, string text, string pattern, string replacement, bool all)
    {
        if (TryLiteral(pattern) is { } literal && replacement.AsSpan().IndexOfAny('$', '\\') < 0 && all)
            return text.Replace(literal, replacement, StringComparison.Ordinal);

        state.Step(text.Length >> 4);
        var regex = state.Regexes.Get(state, pattern);
        return Bounded(state, started =>
        {
            var result = new StringBuilder();
            var copied = 0;
            for (var match = regex.Regex.Match(text); match.Success; match = match.NextMatch())
            {
                state.Step();
                CheckTime(state, started);
                result.Append(text, copied, match.Index - copied);
                var before = result.Length;
                Append(result, replacement, match, regex);
                state.Charge(Math.Max(1, result.Length - before));
                copied = match.Index + match.Length;
                if (!all)
                    break;
            }

            return result.Append(text, copied, text.Length - copied).ToString();
        });
    }

    /// <summary>Java's <c>split</c>: without empty strings at the end (limit 0), and none before an empty match at the start.</summary>
    public static VtlValue Split(RenderingState state, string text, string pattern, int limit)
    {
        state.Step(text.Length >> 4);
        var literal = TryLiteral(pattern);
        var regex = string.IsNullOrEmpty(literal) ? state.Regexes.Get(state, pattern).Regex : null;
        return Bounded(state, started => Split(state, text, literal, regex, limit, started));
    }

    private static VtlValue Split(RenderingState state, string text, string? literal, Regex? regex, int limit, long started)
    {
        var parts = new List<VtlValue>();
        var index = 0;
        if (regex is null)
        {
            for (var at = text.IndexOf(literal!, StringComparison.Ordinal); at >= 0 && (limit <= 0 || parts.Count < limit - 1); at = text.IndexOf(literal!, index, StringComparison.Ordinal))
                Add(at, at + literal!.Length);
        }
        else
        {
            for (var match = regex.Match(text); match.Success && (limit <= 0 || parts.Count < limit - 1); match = match.NextMatch())
            {
                CheckTime(state, started);
                if (match.Length == 0 && match.Index == text.Length)
                    break;

                if (index == 0 && match.Index == 0 && match.Length == 0)
                    continue;

                Add(match.Index, match.Index + match.Length);
            }
        }

        if (index == 0 && parts.Count == 0)
            return VtlValue.Of(new VtlList(VtlListKind.Array, [VtlValue.Of(text)]));

        state.Charge(1 + text.Length - index);
        parts.Add(VtlValue.Of(text[index..]));
        if (limit == 0)
        {
            while (parts.Count > 0 && parts[^1].Text.Length == 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return VtlValue.Of(new VtlList(VtlListKind.Array, parts));

        void Add(int end, int next)
        {
            state.Step();
            state.Charge(1 + end - index);
            parts.Add(VtlValue.Of(text[index..end]));
            index = next;
        }
    }

    /// <summary>The text that the pattern is, when it has no operators.</summary>
    private static string? TryLiteral(string pattern)
    {
        if (pattern.AsSpan().IndexOfAny(Operators) < 0)
            return pattern;

        // \X for one sign, as in split("\|") or replaceAll("\'", "'").
        return pattern.Length == 2 && pattern[0] == '\\' && !char.IsAsciiLetterOrDigit(pattern[1]) ? pattern[1..] : null;
    }

    /// <summary>One match may take as long as all of a rendering together; then there is nothing left for another.</summary>
    private static T Bounded<T>(RenderingState state, Func<long, T> run)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = run(started);
            CheckTime(state, started);
            state.RegexTime += Stopwatch.GetElapsedTime(started);
            return result;
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooLong();
        }
    }

    private static void CheckTime(RenderingState state, long started)
    {
        if (state.RegexTime + Stopwatch.GetElapsedTime(started) > state.Limits.RegexTime)
            throw TooLong();
    }

    private static RenderingFailure TooLong() => RenderingFailure.Limit("regular expressions take too long");

    private static void Append(StringBuilder result, string replacement, Match match, JavaPattern pattern)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c == '\\')
            {
                if (++i >= replacement.Length)
                    throw RenderingFailure.Runtime("the replacement ends with a backslash");

                result.Append(replacement[i]);
            }
            else if (c != '$')
            {
                result.Append(c);
            }
            else if (i + 1 < replacement.Length && replacement[i + 1] == '{')
            {
                var end = replacement.IndexOf('}', i);
                var name = end < 0 ? "" : replacement[(i + 2)..end];
                if (!pattern.Names.TryGetValue(name, out var named))
                    throw RenderingFailure.Runtime("the replacement names a group that is not there");

                result.Append(match.Groups[named].Value);
                i = end;
            }
            else
            {
                // As many digits as still name a group.
                var digits = i + 1;
                var number = -1;
                while (digits < replacement.Length && char.IsAsciiDigit(replacement[digits]))
                {
                    var next = (Math.Max(number, 0) * 10) + (replacement[digits] - '0');
                    if (number >= 0 && !match.Groups.ContainsKey(next.ToString(CultureInfo.InvariantCulture)))
                        break;

                    number = next;
                    digits++;
                }

                if (number < 0 || !match.Groups.ContainsKey(number.ToString(CultureInfo.InvariantCulture)))
                    throw RenderingFailure.Runtime("the replacement names a group that is not there");

                result.Append(match.Groups[number].Value);
                i = digits - 1;
            }
        }
    }
}
