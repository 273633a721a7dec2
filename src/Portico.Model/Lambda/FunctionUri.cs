using System.Text.RegularExpressions;

namespace Portico.Model.Lambda;

/// <summary>The URI by which integrations and authorizers name a function, and by which of the two operations it is called.</summary>
/// <param name="Function">By its name alone or by an ARN.</param>
/// <param name="Streams">Whether it is InvokeWithResponseStream.</param>
public readonly partial record struct FunctionUri(FunctionReference Function, bool Streams)
{
    /// <summary>Whether a URI, stage variables still in it or not, is one of Lambda.</summary>
    public static bool IsOne(string? uri) => uri is not null && Form().IsMatch(uri);

    /// <summary>Reads a URI whose stage variables have been put in.</summary>
    /// <returns>Null when it names no function.</returns>
    public static FunctionUri? TryParse(string uri)
    {
        var match = Form().Match(uri);
        return match.Success && FunctionReference.TryParse(match.Groups["function"].Value) is { } function ? new(function, match.Groups["stream"].Success) : null;
    }

    [GeneratedRegex(@"\Aarn:[a-z0-9-]+:apigateway:[^:]+:lambda:path/\d{4}-\d{2}-\d{2}/functions/(?<function>.*)/(?<stream>response-streaming-)?invocations\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
