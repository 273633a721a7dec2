using System.Text;

namespace Portico.Aws.Policies;

/// <summary>A text of a policy with wildcards (<c>*</c>, <c>?</c>) and policy variables (<c>${aws:username}</c>), read once.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"/>
internal sealed class PolicyPattern
{
    // Stand for the wildcards, so that an escaped star is only a star. What a request brings in never holds them.
    private const char Run = '\0';
    private const char One = '\u0001';

    private readonly string? _fixed;
    private readonly (string Text, string? Variable, string? Default)[] _parts;

    private PolicyPattern((string Text, string? Variable, string? Default)[] parts)
    {
        _parts = parts;
        _fixed = Array.TrueForAll(parts, part => part.Variable is null) ? string.Concat(parts.Select(part => part.Text)) : null;
    }

    /// <summary>The whole text when no request changes it.</summary>
    internal string? Fixed => _fixed;

    /// <param name="wildcards">Whether stars and question marks stand for other letters.</param>
    /// <param name="variables">Whether <c>${...}</c> is replaced: it is from version 2012-10-17 on.</param>
    /// <returns>Null when a variable is never closed or has no name.</returns>
    internal static PolicyPattern? TryParse(string text, bool wildcards, bool variables)
    {
        var parts = new List<(string, string?, string?)>();
        var literal = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter is Run or One) return null;
            if (variables && letter == '$' && index + 1 < text.Length && text[index + 1] == '{')
            {
                var end = text.IndexOf('}', index);
                if (end < 0) return null;
                var name = text[(index + 2)..end];
                index = end;
                if (name is "*" or "?" or "$")
                {
                    literal.Append(name);
                    continue;
                }

                string? fallback = null;
                var comma = name.IndexOf(',', StringComparison.Ordinal);
                if (comma >= 0)
                {
                    fallback = name[(comma + 1)..].Trim().Trim('\'');
                    name = name[..comma];
                }

                if (name.Trim().Length == 0) return null;
                parts.Add((literal.ToString(), null, null));
                literal.Clear();
                parts.Add(("", name.Trim().ToLowerInvariant(), fallback));
                continue;
            }

            literal.Append(wildcards && letter == '*' ? Run : wildcards && letter == '?' ? One : letter);
        }

        parts.Add((literal.ToString(), null, null));
        return new PolicyPattern([.. parts]);
    }

    internal bool Matches(ReadOnlySpan<char> value, IConditionKeys keys) => Resolve(keys) is { } pattern && Matches(pattern, value, ignoreCase: false);

    internal bool MatchesIgnoringCase(ReadOnlySpan<char> value, IConditionKeys keys) => Resolve(keys) is { } pattern && Matches(pattern, value, ignoreCase: true);

    /// <summary>As ARNs are compared: part by part, six of them, a wildcard not reaching beyond its part.</summary>
    internal bool MatchesArn(string arn, IConditionKeys keys)
    {
        if (Resolve(keys) is not { } pattern) return false;
        ReadOnlySpan<char> left = pattern, right = arn;
        if (pattern is "\0") return true;
        for (var part = 0; part < 5; part++)
        {
            var leftEnd = left.IndexOf(':');
            var rightEnd = right.IndexOf(':');
            if (leftEnd < 0 || rightEnd < 0 || !Matches(left[..leftEnd], right[..rightEnd], ignoreCase: false)) return false;
            left = left[(leftEnd + 1)..];
            right = right[(rightEnd + 1)..];
        }

        return Matches(left, right, ignoreCase: false);
    }

    /// <summary>The text with the request's values in it; null when one of them is absent, and then nothing matches.</summary>
    internal string? Resolve(IConditionKeys keys)
    {
        if (_fixed is not null) return _fixed;
        var text = new StringBuilder();
        foreach (var (literal, variable, fallback) in _parts)
        {
            if (variable is null)
            {
                text.Append(literal);
                continue;
            }

            var values = keys.Find(variable);

            // Several values are no text.
            var value = values.Count == 1 ? values[0] : values.Count == 0 ? fallback : null;
            if (value is null || value.AsSpan().ContainsAny(Run, One)) return null;
            text.Append(value);
        }

        return text.ToString();
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> value, bool ignoreCase)
    {
        int at = 0, index = 0, star = -1, mark = 0;
        while (index < value.Length)
        {
            if (at < pattern.Length && pattern[at] == Run)
            {
                star = at++;
                mark = index;
            }
            else if (at < pattern.Length && (pattern[at] == One || Same(pattern[at], value[index], ignoreCase)))
            {
                at++;
                index++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                index = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == Run) at++;
        return at == pattern.Length;
    }

    private static bool Same(char left, char right, bool ignoreCase) => left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
