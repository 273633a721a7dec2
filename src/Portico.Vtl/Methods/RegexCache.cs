using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Methods;

/// <summary>The regular expressions that a template used, compiled; as many as a template of human size says.</summary>
internal sealed class RegexCache
{
    private const int Capacity = 64;
    private const int PatternLimit = 4096;

    private readonly ConcurrentDictionary<string, Regex> _regexes = new(StringComparer.Ordinal);

    /// <summary>The Java pattern as one of .NET, run in linear time where that is possible, within a time limit otherwise.</summary>
    public Regex Get(RenderingState state, string pattern)
    {
        if (_regexes.TryGetValue(pattern, out var known))
            return known;

        if (pattern.Length > PatternLimit)
            throw RenderingFailure.Limit($"a regular expression has more than {PatternLimit} characters");

        state.Step(100 + pattern.Length);
        var translated = JavaRegex.Translate(pattern);
        Regex regex;
        try
        {
            regex = Build(translated, state.Limits.RegexTime);
        }
        catch (ArgumentException)
        {
            throw RenderingFailure.Runtime("the regular expression is not valid");
        }

        if (_regexes.Count < Capacity)
            _regexes.TryAdd(pattern, regex);

        return regex;
    }

    private static Regex Build(string pattern, TimeSpan limit)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, limit);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, limit);
        }
    }
}
