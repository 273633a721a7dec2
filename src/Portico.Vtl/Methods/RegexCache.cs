using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Portico.Vtl.Rendering;

namespace Portico.Vtl.Methods;

/// <summary>The regular expressions that a template used, compiled; as many as a template of human size says.</summary>
internal sealed class RegexCache
{
    private const int Capacity = 64;
    private const int PatternLimit = 4096;

    private readonly ConcurrentDictionary<(string Pattern, bool IsWhole), JavaPattern> _patterns = new();

    /// <summary>
    /// The Java pattern as one of .NET. Whether a whole text matches is found in linear time where the pattern allows it; the places of
    /// matches are found faster by going back, within the time limit.
    /// </summary>
    /// <param name="isWhole">Whether it must match the text from end to end.</param>
    public JavaPattern Get(RenderingState state, string pattern, bool isWhole = false)
    {
        if (_patterns.TryGetValue((pattern, isWhole), out var cached))
            return cached;

        if (pattern.Length > PatternLimit)
            throw RenderingFailure.Limit($"a regular expression has more than {PatternLimit} characters");

        state.Step(100 + pattern.Length);
        var translated = JavaRegex.Translate(pattern, out var names);
        JavaPattern known;
        try
        {
            known = new JavaPattern(isWhole ? BuildWhole($"\\A(?:{translated})\\z", state.Limits.RegexTime) : new Regex(translated, RegexOptions.CultureInvariant, state.Limits.RegexTime), names);
        }
        catch (ArgumentException)
        {
            throw RenderingFailure.Runtime("the regular expression is not valid");
        }

        if (_patterns.Count < Capacity)
            _patterns.TryAdd((pattern, isWhole), known);

        return known;
    }

    private static Regex BuildWhole(string pattern, TimeSpan limit)
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
