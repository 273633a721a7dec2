using Portico.ControlPlane.Wire;
using Portico.Model.Rest;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.Stages;

internal static class StageInput
{
    public static CanarySettings Canary(InputStructure input, string deploymentId) => new()
    {
        DeploymentId = deploymentId,
        PercentTraffic = input.Number("percentTraffic") ?? 0,
        StageVariableOverrides = input.MapOrEmpty("stageVariableOverrides"),
        UseStageCache = input.Flag("useStageCache") ?? false,
    };
}
