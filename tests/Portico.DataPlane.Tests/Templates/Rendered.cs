using System.Buffers;
using System.Text;
using System.Text.Json;
using Portico.DataPlane.Templates;
using Portico.Vtl;

namespace Portico.DataPlane.Tests.Templates;

/// <summary>Renders templates over described requests.</summary>
internal static class Rendered
{
    internal static (string Text, VtlError? Error) Of(string template, JsonElement input) => Of(template, new DescribedSubject(input));

    internal static (string Text, VtlError? Error) Of(string template, TemplateSubject subject)
    {
        var parse = VtlTemplate.Parse(template, GatewayBinder.Instance);
        if (!parse.Succeeded) return ("", parse.Error);

        var output = new ArrayBufferWriter<byte>();
        var error = parse.Template.Render(subject, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), error);
    }

    /// <summary>The text, of a template that renders.</summary>
    /// <param name="template">The template.</param>
    /// <param name="input">JSON of the described request.</param>
    internal static string Text(string template, string input = "{}")
    {
        using var document = JsonDocument.Parse(input);
        var (text, error) = Of(template, document.RootElement);
        Assert.Null(error);
        return text;
    }
}
