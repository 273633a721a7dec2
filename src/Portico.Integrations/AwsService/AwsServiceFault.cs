using Portico.DataPlane.Faults;

namespace Portico.Integrations.AwsService;

/// <summary>What a call that could not be signed is answered: AWS's sentence, and why.</summary>
internal static class AwsServiceFault
{
    internal static GatewayFault RoleNotAssumed(string roleArn, string? reason) => GatewayFault.Configuration(RoleText(roleArn, reason));

    internal static string RoleText(string roleArn, string? reason) => $"API Gateway does not have permission to assume the provided role {roleArn}: {reason}";
}
