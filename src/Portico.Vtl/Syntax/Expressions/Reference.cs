using System.Text;
using Portico.Vtl.Binding;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary>
/// <c>$name</c> and the steps from there. As far as the host binds it, it is read at once; the rest, and all of it once the template assigned
/// to the name, is followed step by step.
/// </summary>
internal sealed class Reference : Expression
{
    private readonly ReferenceStep[] _steps;
    private readonly string _source;

    // _bindings[i] stands for the name and the first i steps; _bound is the last of them.
    private readonly VtlBinding?[] _bindings;
    private readonly int _bound;

    /// <param name="root">The name, or null for a word taken for a reference, which has no value.</param>
    /// <param name="source">As the template says it.</param>
    public Reference(string? root, int slot, ReferenceStep[] steps, string source, int offset, IVtlBinder? binder)
    {
        Root = root;
        Slot = slot;
        _steps = steps;
        _source = source;
        Offset = offset;
        _bindings = new VtlBinding?[steps.Length + 1];
        _bound = root is null || binder is null ? -1 : Bind(binder.Bind(root));
    }

    public string? Root { get; }

    public int Slot { get; }

    public int Offset { get; }

    public bool IsPlainVariable => _steps.Length == 0 && Root is not null;

    public override VtlValue Evaluate(RenderingState state)
    {
        var value = Follow(state, _steps.Length);
        return value.IsNull && Root is not null ? VtlValue.EmptyString : value;
    }

    public override bool IsTrue(RenderingState state)
    {
        var value = Follow(state, _steps.Length);
        return value.Kind != VtlKind.Boolean || value.Boolean;
    }

    /// <summary>The value, null when there is none.</summary>
    public VtlValue Find(RenderingState state) => Follow(state, _steps.Length);

    /// <summary>Writes the text form where the reference stands in the text.</summary>
    public void Write(RenderingState state)
    {
        if (_bound == _steps.Length && state.IsUnset(Slot))
        {
            state.Step();
            state.Position = Offset;
            var binding = _bindings[_bound]!;
            var step = _bound > 0 ? _steps[_bound - 1] as MethodStep : null;
            if (step is null || step.Constants is not null)
            {
                binding.Write(new VtlCall(state, step?.Constants), state.Output);
                return;
            }

            var start = Push(state, step);
            binding.Write(new VtlCall(state, state.Arguments(start, step.Arguments.Length)), state.Output);
            state.PopArguments(start);
            return;
        }

        state.Output.Write(Follow(state, _steps.Length));
    }

    /// <summary>Takes <c>#set(this = value)</c>.</summary>
    /// <param name="name">The variable that a reference without steps assigns to; Velocity has its own idea of that (<c>#set(${x} = 1)</c>).</param>
    public void Assign(RenderingState state, int name, in VtlValue value)
    {
        if (_steps.Length == 0)
        {
            state.Assign(name, value);
            return;
        }

        state.Position = Offset;
        if (_bound == _steps.Length && state.IsUnset(Slot) && _bindings[_bound]!.TryAssign(new VtlCall(state, default), value))
            return;

        var owner = Follow(state, _steps.Length - 1);
        if (!owner.IsNull)
            _steps[^1].Assign(state, owner, value);
    }

    public override void WriteSource(StringBuilder target) => target.Append(_source);

    private int Bind(VtlBinding? binding)
    {
        var bound = -1;
        for (var i = 0; binding is not null; i++)
        {
            _bindings[i] = binding;
            bound = i;
            if (i == _steps.Length)
                break;

            // What follows a call with arguments that vary depends on them: only while rendering it is known what that is.
            if (i > 0 && _steps[i - 1] is MethodStep { Constants: null })
                break;

            binding = _steps[i] switch
            {
                PropertyStep property => binding.BindProperty(property.Name),
                IndexStep { Name: { } name } => binding.BindProperty(name),
                MethodStep method => binding.BindMethod(method.Name, Array.ConvertAll(method.Arguments, ArgumentOf)),
                _ => null,
            };
        }

        return bound;
    }

    private static VtlArgument ArgumentOf(Expression expression) =>
        expression is Constant constant ? new VtlArgument(true, constant.Value) : new VtlArgument(false, default);

    private VtlValue Follow(RenderingState state, int count)
    {
        state.Step();
        if (Root is null)
            return default;

        VtlValue value;
        var next = 0;
        if (_bound >= 0 && state.IsUnset(Slot))
        {
            next = Math.Min(_bound, count);
            value = ReadBound(state, next);
        }
        else
        {
            value = state.Read(Slot);
            if (value.IsNull && _bound >= 0)
                value = ReadBound(state, 0);
        }

        for (; next < count; next++)
        {
            if (value.IsNull)
                return value;

            state.Position = Offset;
            value = _steps[next].Follow(state, value);
        }

        return value;
    }

    private VtlValue ReadBound(RenderingState state, int count)
    {
        state.Position = Offset;
        var binding = _bindings[count]!;
        var step = count > 0 ? _steps[count - 1] as MethodStep : null;
        if (step is null || step.Constants is not null)
            return MethodStep.Checked(binding.Read(new VtlCall(state, step?.Constants)));

        var start = Push(state, step);
        state.Position = Offset;
        var value = MethodStep.Checked(binding.Read(new VtlCall(state, state.Arguments(start, step.Arguments.Length))));
        state.PopArguments(start);
        return value;
    }

    private static int Push(RenderingState state, MethodStep step)
    {
        var start = state.PushArguments(step.Arguments.Length);
        for (var i = 0; i < step.Arguments.Length; i++)
            state.SetArgument(start + i, step.Arguments[i].Evaluate(state));

        return start;
    }
}
