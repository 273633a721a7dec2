using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Binding;

/// <summary>One evaluation of a bound reference.</summary>
public readonly ref struct VtlCall
{
    private readonly RenderingState _state;

    internal VtlCall(RenderingState state, ReadOnlySpan<VtlValue> arguments)
    {
        _state = state;
        Arguments = arguments;
    }

    /// <summary>What was given to <see cref="VtlTemplate.Render"/>.</summary>
    public object? Host => _state.Host;

    /// <summary>The arguments of the method, constant ones too; empty for a property.</summary>
    public ReadOnlySpan<VtlValue> Arguments { get; }

    /// <summary>The text form of an argument. Unlike the value's own text it shows what the template changed of documents.</summary>
    public string TextOf(int argument) => _state.TextOf(Arguments[argument]);

    /// <summary>Counts characters or elements that the binding makes for the template, against <see cref="VtlLimits.ValueUnits"/>; ends the rendering at the bound.</summary>
    public void Charge(long units) => _state.Charge(units);
}
