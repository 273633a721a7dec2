using System.Buffers;
using System.Text.Json;
using Portico.DataPlane.Templates;
using Portico.Vtl;

namespace Portico.Templates;

/// <summary>What came of rendering a template over a described request, with the names and the limits of the gateway.</summary>
internal sealed record TemplateRendering(string Template, ReadOnlyMemory<byte> Output, VtlError? Error, ContextOverrides Overrides)
{
    /// <param name="template">The template's text.</param>
    /// <param name="input">See <see cref="DescribedSubject"/>.</param>
    internal static TemplateRendering Of(string template, JsonElement input)
    {
        var subject = new DescribedSubject(input);
        var parse = VtlTemplate.Parse(template, GatewayBinder.Instance);
        if (!parse.Succeeded) return new(template, default, parse.Error, subject.AssignedOverrides);

        var output = new ArrayBufferWriter<byte>();
        var error = parse.Template.Render(subject, output);
        return new(template, output.WrittenMemory, error, subject.AssignedOverrides);
    }
}
