using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Steps;

/// <summary>
/// Keeps everybody out of a method that requires an API key: as long as no key can be in a usage plan of the stage, none is
/// valid, and AWS's answer is <c>Forbidden</c>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html"/>
public sealed class RequireApiKeyStep : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation) => new(GatewayFault.InvalidApiKey);
}
