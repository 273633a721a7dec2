using System.Text.RegularExpressions;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Extensions;

/// <summary>AWS's rules about the URI of a back end, as far as they are checked when it is put. Stage variables may stand anywhere.</summary>
internal static partial class IntegrationUri
{
    /// <summary>AWS's sentence about <paramref name="uri"/> with what would be right, or null when there is nothing to say.</summary>
    public static string? Refusal(IntegrationType type, string? uri) => type switch
    {
        IntegrationType.MOCK => null,
        IntegrationType.HTTP or IntegrationType.HTTP_PROXY => OfHttp(uri),
        _ => OfAws(type, uri),
    };

    private static string? OfHttp(string? uri)
    {
        const string Sentence = "Invalid HTTP endpoint specified for URI";
        if (string.IsNullOrWhiteSpace(uri)) return $"{Sentence}: there is none; write http://host/path or https://host/path";
        var filled = StageVariable().Replace(uri, "v");
        // A variable at the very beginning may hold the scheme.
        return HttpUrl().IsMatch(filled) || (uri.StartsWith("${stageVariables.", StringComparison.Ordinal) && filled[0] == 'v' && !filled.AsSpan().ContainsAny(' ', '\t', '\n'))
            ? null
            : $"{Sentence}: found '{uri}'; write http://host/path or https://host/path";
    }

    private static string? OfAws(IntegrationType type, string? uri)
    {
        const string Form = "arn:aws:apigateway:{region}:{service}:path/… or :action/…";
        if (string.IsNullOrWhiteSpace(uri)) return $"Invalid ARN specified in the request: there is none; write {Form}";
        var filled = StageVariable().Replace(uri, "v");
        if (!Arn().IsMatch(filled)) return $"Invalid ARN specified in the request: found '{uri}'; write {Form}";
        var target = Target().Match(filled);
        if (!target.Success) return $"AWS ARN for integration must contain path or action: found '{uri}'; write {Form}";
        if (type is not IntegrationType.AWS_PROXY) return null;
        var service = target.Groups["service"].Value;
        return service is "firehose" || (service is "lambda" && Function().IsMatch(LambdaPath().Match(target.Groups["rest"].Value).Groups["function"].Value))
            ? null
            : $"Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations. Found '{uri}'";
    }

    [GeneratedRegex(@"\$\{stageVariables\.[A-Za-z0-9_]+\}")]
    private static partial Regex StageVariable();

    [GeneratedRegex(@"\Ahttps?://(?:\[[0-9a-f:.]+\]|[^\s/?#:]+)(?::[0-9v]+)?(?:[/?#]\S*)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex HttpUrl();

    [GeneratedRegex(@"\Aarn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+\z")]
    private static partial Regex Arn();

    [GeneratedRegex(@"\Aarn:[^:]+:apigateway:[^:]+:(?:[^:]+\.)?(?<service>[^:.]+):(?<rest>(?:path|action)/.+)\z")]
    private static partial Regex Target();

    [GeneratedRegex(@"\Apath/(?:2015-03-31/functions/(?<function>[^/]+)/invocations|2021-11-15/functions/(?<function>[^/]+)/response-streaming-invocations)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LambdaPath();

    [GeneratedRegex(@"\A(?:v|arn:[^:]+:lambda:[^:]+:(?:[0-9]{12}|v):function:[A-Za-z0-9_-]+(?::[A-Za-z0-9_$-]+)?)\z")]
    private static partial Regex Function();
}
