using Portico.Aws.Vocabulary;
using Portico.Compiler.Scope;
using Portico.DataPlane.Observation;
using Portico.Model.Rest;

namespace Portico.Compiler;

/// <summary>What a stage sets for its logs and metrics, to what takes them down.</summary>
internal static class StageObservationCompiler
{
    /// <summary>Null where nothing is taken down.</summary>
    internal static StageObservation? Compile(CompilationContext context, Stage stage, CompilationOptions options)
    {
        if (options.Observation is not { } targets) return null;
        var api = context.Definition.Api;
        var reportedName = ReportedName(context, stage);
        return new StageObservation
        {
            Counters = targets.Metrics.Of(new MetricDimensions(MetricDimensions.NameOf(api.Name, api.Id), reportedName)),
            IsTraced = stage.TracingEnabled,
            AccessLog = stage.AccessLogSettings is { DestinationArn: { } arn, Format: { } format }
                ? new AccessLog(AccessLogFormat.Parse(format), targets.Logs.AccessLog(arn, api.Id, reportedName))
                : null,
            ExecutionLog = stage.MethodSettings.Values.Any(setting => setting.LoggingLevel is "ERROR" or "INFO") ? targets.Logs.ExecutionLog(api.Id, reportedName) : null,
        };
    }

    /// <summary>The counters of a method with detailed metrics.</summary>
    internal static RequestCounters? Counters(CompilationContext context, Stage stage, CompilationOptions options, string httpMethod, string resourcePath)
    {
        var api = context.Definition.Api;
        return options.Observation?.Metrics.Of(new MetricDimensions(MetricDimensions.NameOf(api.Name, api.Id), ReportedName(context, stage), httpMethod, resourcePath));
    }

    private static string ReportedName(CompilationContext context, Stage stage) => context.IsCanary ? stage.StageName + "/Canary" : stage.StageName;
}
