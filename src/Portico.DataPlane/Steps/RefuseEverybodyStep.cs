using Portico.Aws.Vocabulary;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.DataPlane.Steps;

/// <summary>Keeps everybody out of a method whose authorizer cannot be asked, with AWS's answer to a call without a valid token.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html"/>
public sealed class RefuseEverybodyStep : IStep
{
    private static readonly GatewayFault Unauthorized = GatewayFault.Of(GatewayResponseType.Unauthorized) with
    {
        Reason = new(DecisionRule.Authorizer, "what should let callers in cannot be asked, so that nobody is let in; the fidelity report says why"),
    };

    private RefuseEverybodyStep()
    {
    }

    public static RefuseEverybodyStep Instance { get; } = new();

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation) => new(Unauthorized);
}
