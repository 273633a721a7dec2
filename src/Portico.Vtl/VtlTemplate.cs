using System.Buffers;
using System.Text;
using Portico.Vtl.Binding;
using Portico.Vtl.Methods;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax;
using Portico.Vtl.Syntax.Statements;

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
    private readonly Block _block;
    private readonly VtlError? _initFailure;

    // The state of the last rendering, for the next one.
    private RenderingState? _spare;

    private VtlTemplate(string source, Block block, VtlError? initFailure, SlotTable slots, Dictionary<string, MacroDefinition> macros, IVtlBinder? binder, IReadOnlyCollection<string> directives)
    {
        _source = source;
        _block = block;
        _initFailure = initFailure;
        Slots = slots;
        Macros = macros;
        Binder = binder;
        Directives = directives;
    }

    /// <summary>The directives in it beside <c>#set</c>, <c>#if</c> and <c>#foreach</c>, such as <c>macro</c>; sorted.</summary>
    public IReadOnlyCollection<string> Directives { get; }

    internal SlotTable Slots { get; }

    internal Dictionary<string, MacroDefinition> Macros { get; }

    internal IVtlBinder? Binder { get; }

    internal RegexCache Regexes { get; } = new();

    /// <summary>Parses <paramref name="source"/> once, for any number of renderings on any thread.</summary>
    /// <param name="source">A mapping template, at most 300 KB.</param>
    /// <param name="binder">Knows the names that the host offers; asked while parsing, never while rendering (but for <c>#evaluate</c>).</param>
    /// <returns>The template, or the line and column where it stops being one. Never throws for bad input.</returns>
    public static VtlParse Parse(string source, IVtlBinder? binder = null)
    {
        var slots = new SlotTable();
        var macros = new Dictionary<string, MacroDefinition>(StringComparer.Ordinal);
        var parser = new TemplateParser(source, offset => offset, slots, macros, binder);
        try
        {
            var block = parser.Parse();
            var initFailure = parser.InitFailure is var (offset, message) ? ErrorAt(source, VtlErrorKind.Runtime, offset, message) : null;
            return new VtlParse(new VtlTemplate(source, block, initFailure, slots, macros, binder, parser.Directives), null);
        }
        catch (ParseFailure failure)
        {
            return new VtlParse(null, ErrorAt(source, VtlErrorKind.Parse, ~failure.Offset, failure.Message));
        }
    }

    /// <summary>Renders into <paramref name="output"/>. What was written before a failure stays written.</summary>
    /// <param name="host">What the bindings of this template read: the request at hand. Handed on to them as <see cref="VtlCall.Host"/>.</param>
    /// <returns>Null when all was well. Never throws for what a template or a document says.</returns>
    public VtlError? Render(object? host, IBufferWriter<byte> output, VtlLimits? limits = null)
    {
        if (_initFailure is not null)
            return _initFailure;

        var state = Interlocked.Exchange(ref _spare, null) ?? new RenderingState(this);
        VtlError? error = null;
        state.Open(host, output, limits ?? VtlLimits.Default);
        try
        {
            _block.Render(state);
        }
        catch (RenderingFailure failure)
        {
            error = ErrorAt(_source, failure.Kind, state.Position, failure.Message);
        }
        catch (FlowSignal)
        {
            // #stop within a string: the template ends.
        }

        state.Close();
        _spare = state;
        return error;
    }

    /// <summary>The template in a uniform spelling that means the same.</summary>
    public string ToSource()
    {
        var target = new StringBuilder(_source.Length);
        _block.WriteSource(target);
        return target.ToString();
    }

    public override string ToString() => ToSource();

    private static VtlError ErrorAt(string source, VtlErrorKind kind, int offset, string message)
    {
        var before = source.AsSpan(0, Math.Clamp(offset, 0, source.Length));
        var line = 1 + before.Count('\n');
        return new VtlError(kind, line, before.Length - before.LastIndexOf('\n'), message);
    }
}
