using System.Text;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Mapping;

/// <summary>A template without any reference or directive: its text is its result.</summary>
public sealed class PlainTextTemplate(string text) : IMappingTemplate
{
    private readonly ReadOnlyMemory<byte> _bytes = Encoding.UTF8.GetBytes(text);

    /// <summary>Whether a text holds nothing that the template language would read.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAny('$', '#');

    public ReadOnlyMemory<byte>? Constant => _bytes;

    public GatewayFault? Render(Invocation invocation, ReadOnlyMemory<byte> body, PayloadBuffer output)
    {
        _bytes.Span.CopyTo(output.GetSpan(_bytes.Length));
        output.Advance(_bytes.Length);
        return null;
    }
}
