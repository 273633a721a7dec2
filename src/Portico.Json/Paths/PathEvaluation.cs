using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>One application of a path to a document: the matches so far and what bounds the work.</summary>
internal sealed class PathEvaluation(JsonElement root)
{
    private const int MaxSteps = 20_000_000;
    private const int MaxMatches = 5_000_000;

    private List<JsonElement>? _matches;
    private Dictionary<JsonPath, JsonPathResult>? _rootResults;
    private int _steps;

    public JsonElement Root => root;

    /// <summary>Why the whole evaluation ends; set once.</summary>
    public string? Failure { get; private set; }

    /// <summary>Inside a test for existence a missing member ends the path at once, even below <c>..</c>.</summary>
    public bool RequiresMembers { get; set; }

    /// <summary>Set when a filter compares what cannot be compared: the filter as a whole does not hold then.</summary>
    public bool IsFilterRefused { get; set; }

    public bool Fail(string reason)
    {
        Failure ??= reason;
        return false;
    }

    public bool Add(JsonElement match)
    {
        if (_matches!.Count >= MaxMatches)
            return Fail($"the path has more than {MaxMatches} matches");

        _matches.Add(match);
        return true;
    }

    /// <summary>Counts one visited element. Several wildcards behind each other can ask for more work than anyone wants.</summary>
    public bool Spend()
    {
        if (++_steps > MaxSteps)
            return Fail("the path takes too many steps on this document");

        return RuntimeHelpers.TryEnsureSufficientExecutionStack() || Fail("the document is nested too deeply for the path");
    }

    public List<JsonElement>? Exchange(List<JsonElement>? matches)
    {
        var before = _matches;
        _matches = matches;
        return before;
    }

    /// <summary>The result of a path from the document's root inside a filter; the same for every element the filter looks at.</summary>
    public JsonPathResult SelectFromRoot(JsonPath path)
    {
        _rootResults ??= [];
        if (!_rootResults.TryGetValue(path, out var result))
            _rootResults.Add(path, result = path.Select(root, this));

        return result;
    }
}
