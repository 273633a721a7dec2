using Portico.Vtl.Syntax.Expressions;
using Portico.Vtl.Values;

namespace Portico.Vtl.Rendering;

/// <summary>
/// One call of a macro. Arguments are handed over by name: each use evaluates the caller's expression anew, in the caller's frame, until
/// something is assigned to the parameter.
/// </summary>
internal sealed class MacroFrame(MacroFrame? caller, int[] parameters, Expression?[] arguments)
{
    private readonly bool[] _isAssigned = new bool[parameters.Length];

    public MacroFrame? Caller { get; } = caller;

    /// <summary>The body of a block macro (<c>#@name() .. #end</c>), seen as <c>$bodyContent</c>.</summary>
    public VtlValue Body { get; init; }

    public int BodySlot { get; init; } = -1;

    /// <summary>The argument to evaluate, or null when the name is no parameter of this call or was assigned to.</summary>
    public Expression? Find(int slot)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i] == slot)
                return _isAssigned[i] ? null : arguments[i];
        }

        return null;
    }

    public void Assign(int slot)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i] == slot)
                _isAssigned[i] = true;
        }
    }
}
