using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Rest;

namespace Portico.ControlPlane.Stages;

internal static class StageWriter
{
    public static void Write(Utf8JsonWriter writer, Stage stage)
    {
        writer.WriteStartObject();
        writer.WriteString("deploymentId", stage.DeploymentId);
        writer.WriteOptional("clientCertificateId", stage.ClientCertificateId);
        writer.WriteString("stageName", stage.StageName);
        writer.WriteOptional("description", stage.Description);
        writer.WriteBoolean("cacheClusterEnabled", stage.CacheClusterEnabled);
        writer.WriteOptional("cacheClusterSize", stage.CacheClusterSize);
        writer.WriteString("cacheClusterStatus", stage.CacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE");
        writer.WriteObjects("methodSettings", stage.MethodSettings, WriteSetting);
        writer.WriteMapUnlessEmpty("variables", stage.Variables);
        writer.WriteOptional("documentationVersion", stage.DocumentationVersion);
        if (stage.AccessLogSettings is { } log)
        {
            writer.WriteStartObject("accessLogSettings");
            writer.WriteOptional("format", log.Format);
            writer.WriteOptional("destinationArn", log.DestinationArn);
            writer.WriteEndObject();
        }

        if (stage.CanarySettings is { } canary)
        {
            writer.WriteStartObject("canarySettings");
            writer.WriteNumber("percentTraffic", canary.PercentTraffic);
            writer.WriteString("deploymentId", canary.DeploymentId);
            writer.WriteMapUnlessEmpty("stageVariableOverrides", canary.StageVariableOverrides);
            writer.WriteBoolean("useStageCache", canary.UseStageCache);
            writer.WriteEndObject();
        }

        writer.WriteBoolean("tracingEnabled", stage.TracingEnabled);
        writer.WriteMapUnlessEmpty("tags", stage.Tags);
        writer.WriteDate("createdDate", stage.CreatedDate);
        writer.WriteDate("lastUpdatedDate", stage.LastUpdatedDate);
        writer.WriteEndObject();
    }

    private static void WriteSetting(Utf8JsonWriter writer, MethodSetting setting)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("metricsEnabled", setting.MetricsEnabled);
        writer.WriteOptional("loggingLevel", setting.LoggingLevel);
        writer.WriteBoolean("dataTraceEnabled", setting.DataTraceEnabled);
        writer.WriteNumber("throttlingBurstLimit", setting.ThrottlingBurstLimit);
        writer.WriteNumber("throttlingRateLimit", setting.ThrottlingRateLimit);
        writer.WriteBoolean("cachingEnabled", setting.CachingEnabled);
        writer.WriteNumber("cacheTtlInSeconds", setting.CacheTtlInSeconds);
        writer.WriteBoolean("cacheDataEncrypted", setting.CacheDataEncrypted);
        writer.WriteBoolean("requireAuthorizationForCacheControl", setting.RequireAuthorizationForCacheControl);
        writer.WriteString("unauthorizedCacheControlHeaderStrategy", setting.UnauthorizedCacheControlHeaderStrategy);
        writer.WriteEndObject();
    }
}
