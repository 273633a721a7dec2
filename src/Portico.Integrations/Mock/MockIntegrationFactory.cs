using Portico.Compiler.Integrations;
using Portico.Model.Rest;

namespace Portico.Integrations.Mock;

/// <summary>Compile-time half of <see cref="MockIntegration"/>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html"/>
public sealed class MockIntegrationFactory : IIntegrationFactory
{
    public bool Handles(Integration integration) => integration.Type == IntegrationType.MOCK;

    public IntegrationSteps Create(IntegrationContext context)
    {
        var mapping = context.CompileRequestMapping();
        return new IntegrationSteps
        {
            MapRequest = mapping,
            Integrate = context.Shared.Get(mapping, () => new MockIntegration([.. mapping.ConstantBodies.Select(body => (body, MockStatusCode.TryRead(body.Span)))])),
            MapResponse = context.CompileResponseMapping(showsTraceId: false),
            ReadsBody = true,
        };
    }
}
