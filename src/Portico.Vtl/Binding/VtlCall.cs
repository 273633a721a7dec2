using Portico.Vtl.Values;

namespace Portico.Vtl.Binding;

/// <summary>One evaluation of a bound reference.</summary>
public readonly ref struct VtlCall
{
    internal VtlCall(object? host, ReadOnlySpan<VtlValue> arguments)
    {
        Host = host;
        Arguments = arguments;
    }

    /// <summary>What was given to <see cref="VtlTemplate.Render"/>.</summary>
    public object? Host { get; }

    /// <summary>The arguments of the method, constant ones too; empty for a property.</summary>
    public ReadOnlySpan<VtlValue> Arguments { get; }
}
