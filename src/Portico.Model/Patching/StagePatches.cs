using System.Collections.Immutable;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a stage.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch"/>
public static class StagePatches
{
    // To the letter, with the commas that are missing on AWS.
    private const string Places =
        "[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, "
        + "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, "
        + "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, "
        + "/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, "
        + "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, "
        + "/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, "
        + "/*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]";

    private sealed record Edit(Stage Stage, StageSurroundings Around);

    private static readonly PatchTable<Edit> Table = new(new(Unknown, Refused),
        Row("/deploymentId", PatchOps.Replace | PatchOps.Copy, DeploymentId),
        Row("/description", PatchOps.Replace, (stage, step) => stage with { Description = step.ValueOrNull }),
        Row("/cacheClusterEnabled", PatchOps.Replace, (stage, step) => stage with { CacheClusterEnabled = step.Flag }),
        Row("/cacheClusterSize", PatchOps.Replace, (stage, step) => stage with { CacheClusterSize = step.OneOf(StageRules.CacheClusterSizes.AsSpan()) }),
        Row("/clientCertificateId", PatchOps.Replace, (Edit edit, PatchStep step) => step.ValueOrNull is not { } id || edit.Around.HasClientCertificate(id)
            ? edit.Stage with { ClientCertificateId = step.ValueOrNull }
            : throw ServiceException.BadRequest("Invalid Client Certificate identifier specified")),
        Row("/documentationVersion", PatchOps.Replace, (edit, step) => step.ValueOrNull is not { } version || edit.Around.HasDocumentationVersion(version)
            ? edit.Stage with { DocumentationVersion = step.ValueOrNull }
            : throw ServiceException.NotFound("Invalid Documentation version specified")),
        Row("/tracingEnabled", PatchOps.Replace, (stage, step) => stage with { TracingEnabled = step.Flag }),
        Row("/variables", PatchOps.Copy, PromoteVariables),
        Row("/variables/{}", PatchOps.Replace | PatchOps.Remove, Variable),
        Row("/accessLogSettings", PatchOps.Remove, (stage, step) => stage.AccessLogSettings is null ? throw Nothing(step.Path) : stage with { AccessLogSettings = null }),
        Row("/accessLogSettings/destinationArn", PatchOps.Add | PatchOps.Replace,
            (stage, step) => stage with { AccessLogSettings = (stage.AccessLogSettings ?? new(null, null)) with { DestinationArn = StageRules.AccessLogArn(step.Value) } }),
        Row("/accessLogSettings/format", PatchOps.All, AccessLogFormat),
        Row("/canarySettings", PatchOps.Remove, (stage, step) => stage.CanarySettings is null ? throw Nothing(step.Path) : stage with { CanarySettings = null }),
        new("/canarySettings/deploymentId", PatchOps.Replace,
            (edit, step) => edit with { Stage = edit.Stage with { CanarySettings = Canary(edit.Stage) with { DeploymentId = Existing(edit, step.Value) } } }),
        Row("/canarySettings/percentTraffic", PatchOps.Replace, (stage, step) => stage with { CanarySettings = Canary(stage) with { PercentTraffic = step.Number(0, 100) } }),
        Row("/canarySettings/useStageCache", PatchOps.Replace, (stage, step) => stage with { CanarySettings = Canary(stage) with { UseStageCache = step.Flag } }),
        Row("/canarySettings/stageVariableOverrides/{}", PatchOps.Replace | PatchOps.Remove, CanaryVariable),
        Setting("metrics/enabled", (setting, step) => setting with { MetricsEnabled = step.Flag }),
        Setting("logging/dataTrace", (setting, step) => setting with { DataTraceEnabled = step.Flag }),
        Row("/{}/{}/logging/loglevel", PatchOps.Replace, (Edit edit, PatchStep step) => step.OneOf("OFF", "ERROR", "INFO") is var level && (level == "OFF" || edit.Around.CanLog)
            ? WithSetting(edit.Stage, step, setting => setting with { LoggingLevel = level })
            : throw ServiceException.BadRequest("CloudWatch Logs role ARN must be set in account settings to enable logging")),
        Setting("throttling/burstLimit", (setting, step) => setting with { ThrottlingBurstLimit = step.Whole(-1, int.MaxValue) }),
        Setting("throttling/rateLimit", (setting, step) => setting with { ThrottlingRateLimit = step.Number(-1, double.MaxValue) }),
        Setting("caching/enabled", (setting, step) => setting with { CachingEnabled = step.Flag }),
        Setting("caching/ttlInSeconds", (setting, step) => setting with { CacheTtlInSeconds = step.Whole(0, 3600) }),
        Setting("caching/dataEncrypted", (setting, step) => setting with { CacheDataEncrypted = step.Flag }),
        Setting("caching/requireAuthorizationForCacheControl", (setting, step) => setting with { RequireAuthorizationForCacheControl = step.Flag }),
        Setting("caching/unauthorizedCacheControlHeaderStrategy", (setting, step) => setting with
        {
            UnauthorizedCacheControlHeaderStrategy = step.OneOf("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER"),
        }),
        Row("/{}/{}", PatchOps.Remove, (stage, step) => SettingKey(step) is var key && stage.MethodSettings.ContainsKey(key)
            ? stage with { MethodSettings = stage.MethodSettings.Remove(key) }
            : throw Nothing(step.Path)));

    /// <summary>The stage after all operations, or the refusal of one.</summary>
    public static Stage Apply(Stage stage, IEnumerable<PatchOperation> operations, StageSurroundings around) =>
        StageRules.Checked(Table.Apply(new(stage, around), operations).Stage);

    private static PatchRow<Edit> Row(string path, PatchOps allowed, Func<Stage, PatchStep, Stage> apply) =>
        new(path, allowed, (edit, step) => edit with { Stage = apply(edit.Stage, step) });

    private static PatchRow<Edit> Row(string path, PatchOps allowed, Func<Edit, PatchStep, Stage> apply) =>
        new(path, allowed, (edit, step) => edit with { Stage = apply(edit, step) });

    private static PatchRow<Edit> Setting(string leaf, Func<MethodSetting, PatchStep, MethodSetting> apply) =>
        Row($"/{{}}/{{}}/{leaf}", PatchOps.Replace, (stage, step) => WithSetting(stage, step, setting => apply(setting, step)));

    private static Stage WithSetting(Stage stage, PatchStep step, Func<MethodSetting, MethodSetting> apply)
    {
        // A method's own entry begins as what holds for all methods at this moment.
        var key = SettingKey(step);
        var present = stage.MethodSettings.GetValueOrDefault(key) ?? ForAll(stage, step.Names[1]);
        return stage with { MethodSettings = stage.MethodSettings.SetItem(key, apply(present)) };
    }

    // Caching for all methods means GET: another method's entry must not switch it on unasked.
    private static MethodSetting ForAll(Stage stage, string verb) =>
        (stage.MethodSettings.GetValueOrDefault("*/*") ?? new()) is var all && verb is "GET" or "ANY" or "*" ? all : all with { CachingEnabled = false };

    // /pets/{id} and GET are pets/{id}/GET; the root is /GET.
    private static string SettingKey(PatchStep step) => $"{(step.Names[0].StartsWith('/') ? step.Names[0][1..] : step.Names[0])}/{step.Names[1]}";

    private static Stage DeploymentId(Edit edit, PatchStep step) => edit.Stage with
    {
        DeploymentId = step.Op == PatchOps.Copy ? Promoted(edit.Stage, step, "/canarySettings/deploymentId").DeploymentId : Existing(edit, step.Value),
    };

    private static Stage PromoteVariables(Stage stage, PatchStep step) => stage with
    {
        Variables = stage.Variables.SetItems(Promoted(stage, step, "/canarySettings/stageVariableOverrides").StageVariableOverrides),
    };

    private static CanarySettings Promoted(Stage stage, PatchStep step, string from)
    {
        if (step.From != from) throw InvalidCopy(step.Path, step.From);
        return stage.CanarySettings ?? throw ServiceException.BadRequest("Promotion not available. Canary does not exist.");
    }

    private static string Existing(Edit edit, string? deploymentId) =>
        deploymentId is not null && edit.Around.HasDeployment(deploymentId) ? deploymentId : throw ServiceException.BadRequest("Deployment id does not exist");

    private static CanarySettings Canary(Stage stage) => stage.CanarySettings ?? new() { DeploymentId = stage.DeploymentId };

    private static Stage Variable(Stage stage, PatchStep step)
    {
        if (step.Op == PatchOps.Replace) return stage with { Variables = stage.Variables.SetItem(step.Name, step.Value ?? "") };
        return stage.Variables.ContainsKey(step.Name) ? stage with { Variables = stage.Variables.Remove(step.Name) } : throw Nothing(step.Path);
    }

    private static Stage CanaryVariable(Stage stage, PatchStep step)
    {
        var overrides = Canary(stage).StageVariableOverrides;
        if (step.Op == PatchOps.Remove && !overrides.ContainsKey(step.Name)) throw Nothing(step.Path);
        return stage with
        {
            CanarySettings = Canary(stage) with { StageVariableOverrides = step.Op == PatchOps.Remove ? overrides.Remove(step.Name) : overrides.SetItem(step.Name, step.Value ?? "") },
        };
    }

    private static Stage AccessLogFormat(Stage stage, PatchStep step)
    {
        if (step.Op == PatchOps.Remove)
        {
            return stage.AccessLogSettings?.Format is null ? throw Nothing(step.Path) : stage with { AccessLogSettings = stage.AccessLogSettings with { Format = null } };
        }

        var format = StageRules.AccessLogLine(step.Value);
        return stage with { AccessLogSettings = (stage.AccessLogSettings ?? new(null, null)) with { Format = format } };
    }

    private static ServiceException Unknown(PatchOperation operation) => Refused(operation, PatchOps.None);

    private static ServiceException Refused(PatchOperation operation, PatchOps allowed)
    {
        var path = operation.Path ?? "null";
        return operation.Op switch
        {
            "remove" => Nothing(path),
            "copy" => InvalidCopy(path, operation.From),
            "add" or "replace" when path.StartsWith("/accessLogSettings/", StringComparison.Ordinal) => ServiceException.BadRequest(
                "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]"),
            "add" when allowed != PatchOps.None => ServiceException.BadRequest($"Invalid add operation with path: {path}"),
            _ => ServiceException.BadRequest($"Invalid method setting path: {path}. Must be one of: {Places}"),
        };
    }

    private static ServiceException Nothing(string path) =>
        ServiceException.BadRequest($"Cannot remove method setting {path.TrimStart('/')} because there is no method setting for this method ");

    private static ServiceException InvalidCopy(string path, string? from) => ServiceException.BadRequest(
        $"Invalid copy operation with path: {path} and from {from ?? "null"}. Valid copy:path are [/deploymentId, /variables] and valid copy:from are "
        + "[/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]");
}
