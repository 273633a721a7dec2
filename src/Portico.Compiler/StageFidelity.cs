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
        Line(api.SecurityPolicy is not null, "securityPolicy", "the listener's own TLS settings apply");
        Line(api.EndpointAccessMode is not null, "endpointAccessMode", "the endpoint access mode is not checked");
        Line(stage.AccessLogSettings is not null, "accessLogSettings", "no access log is written");
        Line(stage.TracingEnabled, "tracingEnabled", "no traces are sent to X-Ray");

        if (stage.CacheClusterEnabled && !stage.MethodSettings.Values.Any(setting => setting.CachingEnabled))
        {
            context.Report(Finding.Warning("the stage has a cache and no method uses it: set /*/*/caching/enabled, or that of single methods", ElementAddress.Api.Part("cacheClusterEnabled")));
        }

        foreach (var (key, setting) in stage.MethodSettings)
        {
            Line(setting != Harmless(setting), $"methodSettings {key}", "logging and detailed metrics by method settings are not carried out");
        }

        void Line(bool applies, string member, string effect)
        {
            if (applies) context.Report(Finding.Fidelity($"{member} is kept and has no effect in this version of Portico: {effect}", ElementAddress.Api.Part(member)));
        }
    }

    // A setting that asks for nothing beyond the defaults and for throttling and caching, which are carried out, needs no line.
    private static MethodSetting Harmless(MethodSetting setting) => new()
    {
        ThrottlingBurstLimit = setting.ThrottlingBurstLimit,
        ThrottlingRateLimit = setting.ThrottlingRateLimit,
        CachingEnabled = setting.CachingEnabled,
        CacheTtlInSeconds = setting.CacheTtlInSeconds,
        CacheDataEncrypted = setting.CacheDataEncrypted,
        RequireAuthorizationForCacheControl = setting.RequireAuthorizationForCacheControl,
        UnauthorizedCacheControlHeaderStrategy = setting.UnauthorizedCacheControlHeaderStrategy,
        LoggingLevel = setting.LoggingLevel == "OFF" ? "OFF" : null,
    };
}
