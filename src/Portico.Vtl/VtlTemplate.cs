using System.Buffers;
using Portico.Vtl.Binding;
using Portico.Vtl.Rendering;

namespace Portico.Vtl;

/// <summary>
/// A template of Apache Velocity 1.7 as API Gateway runs it: a reference or call whose value is null is the empty string everywhere, and
/// classes cannot be reached. Parsed once, rendered any number of times on any thread.
/// </summary>
/// <seealso href="https://velocity.apache.org/engine/1.7/vtl-reference.html"/>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html"/>
public sealed class VtlTemplate
{
    private readonly string _source;

    private VtlTemplate(string source) => _source = source;

    /// <summary>Parses <paramref name="source"/> once, for any number of renderings on any thread.</summary>
    /// <param name="source">A mapping template, at most 300 KB.</param>
    /// <param name="binder">Knows the names that the host offers; asked while parsing, never while rendering (but for <c>#evaluate</c>).</param>
    /// <returns>The template, or the line and column where it stops being one. Never throws for bad input.</returns>
    public static VtlParse Parse(string source, IVtlBinder? binder = null) =>
        source.AsSpan().ContainsAny('$', '#', '\\')
            ? new(null, new VtlError(VtlErrorKind.Parse, 1, 1, "only plain text is read so far"))
            : new(new VtlTemplate(source), null);

    /// <summary>Renders into <paramref name="output"/>. What was written before a failure stays written.</summary>
    /// <param name="host">What the bindings of this template read: the request at hand. Handed on to them as <see cref="VtlCall.Host"/>.</param>
    /// <returns>Null when all was well. Never throws for what a template or a document says.</returns>
    public VtlError? Render(object? host, IBufferWriter<byte> output, VtlLimits? limits = null)
    {
        var to = new VtlOutput();
        try
        {
            to.Open(output, (limits ?? VtlLimits.Default).OutputBytes);
            to.Write(_source);
            to.Close();
            return null;
        }
        catch (RenderingFailure failure)
        {
            return new VtlError(failure.Kind, 1, 1, failure.Message);
        }
    }
}
