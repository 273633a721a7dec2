using Portico.DataPlane.Faults;

namespace Portico.DataPlane.Templates;

/// <summary>The failure of a template: 500 for the client, AWS's sentence and the place in the template for the log.</summary>
internal static class TemplateFault
{
    internal static GatewayFault Of(TemplateDirection direction, string reason) =>
        GatewayFault.Configuration($"Unable to transform {(direction == TemplateDirection.Request ? "request" : "response")}: {reason}");
}
