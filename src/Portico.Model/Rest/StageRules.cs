using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.Aws.Vocabulary;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about stages, each with AWS's refusal.</summary>
public static partial class StageRules
{
    public const int MaxVariables = 100;

    /// <summary>GB, as texts, in AWS's order.</summary>
    public static ImmutableArray<string> CacheClusterSizes { get; } = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

    public static void CheckName(string name)
    {
        if (name.Length > 128 || !StageName().IsMatch(name)) throw ServiceException.BadRequest("Stage name only allows a-zA-Z0-9_-");
    }

    /// <summary>The stage as it is kept, or a refusal.</summary>
    public static Stage Checked(Stage stage)
    {
        CheckName(stage.StageName);
        CheckVariables(stage.Variables);
        if (stage.CanarySettings is { } canary) CheckVariables(canary.StageVariableOverrides);
        if (stage.CanarySettings is { PercentTraffic: not (>= 0 and <= 100) }) throw ServiceException.BadRequest("Canary percentTraffic must be between 0.0 and 100.0");
        return stage;
    }

    /// <summary>An access log's target as it is kept: the <c>:*</c> of a log group cut off.</summary>
    public static string AccessLogArn(string? arn)
    {
        if (string.IsNullOrEmpty(arn)) throw ServiceException.BadRequest("Access Log value must not be empty");
        if (!Arn().IsMatch(arn)) throw ServiceException.BadRequest($"Invalid ARN. ARN is not well formed {arn}");
        return arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn;
    }

    /// <summary>An access log's format, or a refusal.</summary>
    public static string AccessLogLine(string? format)
    {
        if (string.IsNullOrEmpty(format)) throw ServiceException.BadRequest("Access Log value must not be empty");
        if (format.Length > AccessLogFormat.MaxLength)
        {
            throw ServiceException.BadRequest($"Access Log format has {format.Length} characters, at most {AccessLogFormat.MaxLength} are allowed");
        }

        var line = format.EndsWith('\n') ? format[..^1] : format;
        if ((line.EndsWith('\r') ? line[..^1] : line).AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw ServiceException.BadRequest($"Access Log format must be single line, new line character is allowed only at end of the format: '{format}'");
        }

        if (!AccessLogFormat.Parse(format).Any(static part => part is { IsVariable: true, Text: "requestId" or "extendedRequestId" }))
        {
            throw ServiceException.BadRequest($"Access Log format must include either $context.requestId or $context.extendedRequestId : '{format}'");
        }

        return format;
    }

    private static void CheckVariables(ImmutableSortedDictionary<string, string> variables)
    {
        if (variables.Count > MaxVariables) throw ServiceException.BadRequest($"A stage has at most {MaxVariables} variables");
        foreach (var (name, value) in variables)
        {
            if (name.Length > 64 || !VariableName().IsMatch(name))
            {
                throw ServiceException.BadRequest($"Invalid stage variable name: {name}. Please use alphanumeric characters and underscore only, at most 64.");
            }

            if (value.Length > 512) throw ServiceException.BadRequest($"Invalid stage variable value: {name} has {value.Length} characters. Please use at most 512.");
            if (!VariableValue().IsMatch(value))
            {
                // To the letter, with the quote that is missing on AWS.
                throw ServiceException.BadRequest(
                    $"Invalid stage variable value: {value}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.");
            }
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z")]
    private static partial Regex StageName();

    [GeneratedRegex(@"\A[A-Za-z0-9_]+\z")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\A[A-Za-z0-9\-._~:/?#&=,]*\z")]
    private static partial Regex VariableValue();

    [GeneratedRegex(@"\Aarn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+\z")]
    private static partial Regex Arn();
}
