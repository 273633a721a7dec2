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
        Line(stage.AccessLogSettings is { DestinationArn: null } or { Format: null }, "accessLogSettings", "an access log takes both a destination and a format");

        if (stage.CacheClusterEnabled && !stage.MethodSettings.Values.Any(setting => setting.CachingEnabled))
        {
            context.Report(Finding.Warning("the stage has a cache and no method uses it: set /*/*/caching/enabled, or that of single methods", ElementAddress.Api.Part("cacheClusterEnabled")));
        }

        void Line(bool applies, string member, string effect)
        {
            if (applies) context.Report(Finding.Fidelity($"{member} is kept and has no effect in this version of Portico: {effect}", ElementAddress.Api.Part(member)));
        }
    }
}
