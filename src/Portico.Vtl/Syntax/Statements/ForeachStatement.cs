using System.Text;
using System.Text.Json;
using Portico.Vtl.Rendering;
using Portico.Vtl.Syntax.Expressions;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Statements;

/// <summary><c>#foreach($x in ..) .. #end</c>. What cannot be gone through prints nothing.</summary>
internal sealed class ForeachStatement : Statement
{
    private readonly Reference _element;
    private readonly string _opening;
    private readonly Expression _list;
    private readonly Block _body;
    private readonly int _foreach;
    private readonly int _counter;
    private readonly int _hasNext;

    public ForeachStatement(string opening, Reference element, Expression list, Block body, SlotTable slots)
    {
        _element = element;
        _opening = opening;
        _list = list;
        _body = body;
        _foreach = slots.Get("foreach");
        _counter = slots.Get("velocityCount");
        _hasNext = slots.Get("velocityHasNext");
    }

    public override Flow Render(RenderingState state)
    {
        state.Step();
        if (Iterate(state, _list.Evaluate(state)) is not { } iterator)
            return Flow.Next;

        var element = state.Read(_element.Slot);
        var counter = state.ReadGlobal(_counter);
        var hasNext = state.ReadGlobal(_hasNext);
        var outer = state.ReadGlobal(_foreach);
        var loop = new ForeachLoop(outer);
        state.Assign(_foreach, VtlValue.Of(loop));

        Flow flow;
        var arguments = state.PushArguments(0);
        var (output, frame, depth) = (state.Output, state.Frame, state.Depth);
        try
        {
            flow = Loop(state, loop, iterator);
        }
        catch (FlowSignal signal)
        {
            flow = signal.Flow;
            state.Redirect(output);
            state.Frame = frame;
            state.Depth = depth;
            state.PopArguments(arguments);
        }

        state.Assign(_element.Slot, element);
        state.Assign(_counter, counter);
        state.Assign(_hasNext, hasNext);
        state.Assign(_foreach, outer);
        if (flow == Flow.Break && (state.BreakTarget is null || ReferenceEquals(state.BreakTarget, loop)))
        {
            state.BreakTarget = null;
            return Flow.Next;
        }

        return flow;
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append(_opening);
        _body.WriteSource(target);
        target.Append("#end\n");
    }

    private Flow Loop(RenderingState state, ForeachLoop loop, JavaIterator iterator)
    {
        while (iterator.HasNext)
        {
            state.Step();
            if (loop.Index + 1 >= state.Limits.Iterations)
            {
                state.Position = _element.Offset;
                throw RenderingFailure.Limit($"#foreach runs at most {state.Limits.Iterations} times");
            }

            loop.Index++;
            state.Position = _element.Offset;
            state.Assign(_element.Slot, iterator.Next());
            loop.HasNext = iterator.HasNext;
            state.Assign(_counter, VtlValue.Of(loop.Index + 1));
            state.Assign(_hasNext, VtlValue.Of(loop.HasNext));
            var flow = _body.Render(state);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    private static JavaIterator? Iterate(RenderingState state, in VtlValue value)
    {
        var list = state.Resolve(value);
        return list.Kind switch
        {
            VtlKind.List => new JavaIterator(list.List),
            VtlKind.Map => new JavaIterator(list.Map),
            VtlKind.Object => list.Object as JavaIterator,
            VtlKind.Json when list.Json.ValueKind == JsonValueKind.Array => new JavaIterator(list.Json),
            VtlKind.Json when list.Json.ValueKind == JsonValueKind.Object => new JavaIterator(JsonEdits.Copy(list.Json).Map),
            _ => null,
        };
    }
}
