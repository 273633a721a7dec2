using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.Vtl;

namespace Portico.DataPlane.Templates;

/// <summary>A template in Velocity's language, over the request at hand.</summary>
public sealed class VelocityTemplate(VtlTemplate template, TemplateDirection direction) : IMappingTemplate
{
    public ReadOnlyMemory<byte>? Constant => null;

    public GatewayFault? Render(Invocation invocation, ReadOnlyMemory<byte> body, PayloadBuffer output)
    {
        var subject = invocation.TemplateSubject;
        subject.Begin(body, direction);
        return template.Render(subject, output) is { } error ? TemplateFault.Of(direction, error.ToString()) : null;
    }
}
