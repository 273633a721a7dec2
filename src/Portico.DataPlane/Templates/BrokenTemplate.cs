using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.Vtl;

namespace Portico.DataPlane.Templates;

/// <summary>A text that is no template: API Gateway takes it, and answers 500 whenever it is to be rendered.</summary>
public sealed class BrokenTemplate(VtlError error, TemplateDirection direction) : IMappingTemplate
{
    private readonly GatewayFault _fault = TemplateFault.Of(direction, error.ToString());

    public ReadOnlyMemory<byte>? Constant => null;

    public GatewayFault? Render(Invocation invocation, ReadOnlyMemory<byte> body, PayloadBuffer output) => _fault;
}
