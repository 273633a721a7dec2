using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

internal delegate VtlValue MethodBody<T>(RenderingState state, T self, ReadOnlySpan<VtlValue> arguments);

/// <summary>One overload of a method.</summary>
/// <param name="Name">As Java spells it.</param>
/// <param name="Parameters">The more special overload stands first in its table.</param>
/// <param name="Invoke">What it does. Throws <see cref="RenderingFailure"/> where Java throws.</param>
internal sealed record MethodRow<T>(string Name, JavaType[] Parameters, MethodBody<T> Invoke)
{
    /// <summary>Whether any number of further values may follow the last parameter.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>Whether it changes what it is called on.</summary>
    public bool Changes { get; init; }

    /// <summary>Whether it needs positions, which keys and values of maps do not have.</summary>
    public bool NeedsOrder { get; init; }

    public bool Accepts(ReadOnlySpan<VtlValue> arguments)
    {
        if (arguments.Length < Parameters.Length || (arguments.Length > Parameters.Length && !IsVariadic))
            return false;

        for (var i = 0; i < Parameters.Length; i++)
        {
            if (!Parameters[i].Accepts(arguments[i]))
                return false;
        }

        return true;
    }

    /// <summary>As the reference page shows it: <c>substring(int, int)</c>.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(JavaTypes.NameOf).Concat(IsVariadic ? ["..."] : []))})";
}
