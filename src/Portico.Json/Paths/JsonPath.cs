using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>
/// A JSONPath in the dialect of Jayway's library, which AWS uses for <c>$input.json</c> and <c>$input.path</c>; parsed once for any number
/// of documents on any thread.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html"/>
public sealed class JsonPath
{
    private readonly PathToken? _first;
    private readonly bool _isSteps;

    internal JsonPath(string text, IReadOnlyList<PathToken> tokens)
    {
        Text = text;
        IsDefinite = true;
        _isSteps = true;
        for (var i = 0; i < tokens.Count; i++)
        {
            tokens[i].Link(i + 1 < tokens.Count ? tokens[i + 1] : null, IsDefinite);
            IsDefinite &= tokens[i].IsDefinite;
            _isSteps &= tokens[i].IsStep;
        }

        _first = tokens.Count > 0 ? tokens[0] : null;
        CanFind = _isSteps && _first is not null && tokens.All(token => token is MemberToken or IndexToken { FromStart: not null });
        EndsInFunction = tokens.Count > 0 && tokens[^1] is FunctionToken;
        Tokens = tokens;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether the path leads to one value (or none) rather than to a list of matches.</summary>
    public bool IsDefinite { get; }

    internal bool EndsInFunction { get; }

    internal IReadOnlyList<PathToken> Tokens { get; }

    /// <summary>Parses a path. Never throws for bad input.</summary>
    /// <param name="text">At most 4096 characters. Without a leading <c>$</c> one is supposed: <c>a.b</c> is <c>$.a.b</c>.</param>
    public static JsonPathParse Parse(string text)
    {
        var parser = new PathParser(text);
        var path = parser.Parse();
        return new JsonPathParse(path, path is null ? parser.Error : null);
    }

    /// <summary>
    /// Applies the path. A definite path gives one value or <see cref="JsonPathResultKind.Missing"/>; an indefinite one gives the list of
    /// matches, or <see cref="JsonPathResultKind.Missing"/> when already its definite beginning leads nowhere. Never throws.
    /// </summary>
    public JsonPathResult Select(JsonElement root)
    {
        if (root.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return JsonPathResult.Failed("the document is null");

        if (_isSteps)
            return TryWalk(ref root) ? JsonPathResult.Of(root) : JsonPathResult.Missing;

        return Select(root, new PathEvaluation(root));
    }

    /// <summary>
    /// Whether <see cref="Find"/> can apply the path: it has members and indexes only, none of them counted from an array's end. <c>$</c> alone is
    /// no such path.
    /// </summary>
    public bool CanFind { get; }

    /// <summary>
    /// Applies the path to bytes, reading them through once without making a document of them: for a single value of a body that nothing else
    /// looks into. The result is what <see cref="Select(JsonElement)"/> gives for the same bytes.
    /// </summary>
    /// <param name="utf8">A document, in UTF-8.</param>
    /// <param name="maxDepth">How deeply it may be nested; deeper is invalid.</param>
    /// <exception cref="InvalidOperationException"><see cref="CanFind"/> is false.</exception>
    public JsonPathBytes Find(ReadOnlySpan<byte> utf8, int maxDepth = 64) =>
        CanFind ? JsonPathBytes.Find(_first!, utf8, maxDepth) : throw new InvalidOperationException($"'{Text}' cannot be applied without a document.");

    public override string ToString() => Text;

    /// <param name="start">What <c>$</c> or <c>@</c> at the beginning stands for.</param>
    internal JsonPathResult Select(JsonElement start, PathEvaluation evaluation)
    {
        if (_isSteps)
            return TryWalk(ref start) ? JsonPathResult.Of(start) : JsonPathResult.Missing;

        var matches = new List<JsonElement>();
        var outer = evaluation.Exchange(matches);
        var isFound = _first!.Evaluate(start, evaluation);
        evaluation.Exchange(outer!);

        if (evaluation.Failure is { } failure)
            return JsonPathResult.Failed(failure);

        if (!isFound || (IsDefinite && matches.Count == 0))
            return JsonPathResult.Missing;

        // A function in the middle of a path leaves its own result behind; the last one is the path's.
        return IsDefinite ? JsonPathResult.Of(matches[^1]) : JsonPathResult.Of(matches);
    }

    /// <summary>The usual path, members and indexes only, needs no bookkeeping.</summary>
    private bool TryWalk(ref JsonElement element)
    {
        for (var token = _first; token is not null; token = token.Next)
        {
            if (!token.TryStep(ref element))
                return false;
        }

        return true;
    }
}
