using Portico.Compiler.Scope;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Compiler;

/// <summary>What an API or a stage sets that is kept faithfully and has no effect here: lines of the fidelity report.</summary>
internal static class StageFidelity
{
    internal static void Report(CompilationContext context, Stage stage)
    {
        var api = context.Definition.Api;
        Line(api.MinimumCompressionSize is not null, "minimumCompressionSize", "bodies are neither compressed nor decompressed");
        Line(api.SecurityPolicy is not null, "securityPolicy", "the listener's own TLS settings apply");
        Line(api.EndpointAccessMode is not null, "endpointAccessMode", "the endpoint access mode is not checked");
        Line(stage.CacheClusterEnabled, "cacheClusterEnabled", "responses are not cached");
        Line(stage.AccessLogSettings is { DestinationArn: null } or { Format: null }, "accessLogSettings", "an access log takes both a destination and a format");
        Line(stage.CanarySettings is not null, "canarySettings", "all traffic goes to the stage's own deployment");

        foreach (var (key, setting) in stage.MethodSettings)
        {
            Line(setting != Harmless(setting), $"methodSettings {key}", "caching by method settings is not carried out");
        }

        void Line(bool applies, string member, string effect)
        {
            if (applies) context.Report(Finding.Fidelity($"{member} is kept and has no effect in this version of Portico: {effect}", ElementAddress.Api.Part(member)));
        }
    }

    // A setting that asks for nothing beyond the defaults and for throttling, which is carried out, needs no line.
    private static MethodSetting Harmless(MethodSetting setting) => new()
    {
        ThrottlingBurstLimit = setting.ThrottlingBurstLimit,
        ThrottlingRateLimit = setting.ThrottlingRateLimit,
        CacheTtlInSeconds = setting.CacheTtlInSeconds,
        CacheDataEncrypted = setting.CacheDataEncrypted,
        RequireAuthorizationForCacheControl = setting.RequireAuthorizationForCacheControl,
        UnauthorizedCacheControlHeaderStrategy = setting.UnauthorizedCacheControlHeaderStrategy,
        LoggingLevel = setting.LoggingLevel,
        MetricsEnabled = setting.MetricsEnabled,
        DataTraceEnabled = setting.DataTraceEnabled,
    };
}
