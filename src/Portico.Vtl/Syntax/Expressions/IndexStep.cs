using System.Text;
using System.Text.Json;
using Portico.Vtl.Methods;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>[index]</c>: what the method <c>get</c> of the value gives. A negative number counts from the end of a list.</summary>
internal sealed class IndexStep(Expression index) : ReferenceStep
{
    private readonly byte[]? _utf8 = index is Constant { Value.Kind: VtlKind.String } constant ? Encoding.UTF8.GetBytes(constant.Value.Text) : null;

    /// <summary>The name in <c>['name']</c>; null for all else.</summary>
    public string? Name { get; } = index is Constant { Value.Kind: VtlKind.String } constant ? constant.Value.Text : null;

    public override VtlValue Follow(RenderingState state, in VtlValue value)
    {
        var target = state.Resolve(value);
        if (target.Kind == VtlKind.Json && target.Json.ValueKind == JsonValueKind.Object && _utf8 is not null)
            return JsonStrings.TryGetMember(target.Json, _utf8, out var member) ? VtlValue.Of(member) : default;

        var key = index.Evaluate(state);
        switch (target.Kind)
        {
            case VtlKind.Map:
                return target.Map.Get(JavaEquality.AsKey(key));

            case VtlKind.List when target.List.ListKind != VtlListKind.View:
                return TryIndex(key, target.List.Count, out var at) ? target.List[at] : default;

            case VtlKind.Json when target.Json.ValueKind == JsonValueKind.Array:
                return TryIndex(key, target.Json.GetArrayLength(), out var place) ? VtlValue.Of(target.Json[place]) : default;

            case VtlKind.Json when target.Json.ValueKind == JsonValueKind.Object:
                return JavaEquality.AsKey(key) is { Kind: VtlKind.String } text && JsonStrings.TryGetMember(target.Json, Encoding.UTF8.GetBytes(text.Text), out var found)
                    ? VtlValue.Of(found)
                    : default;

            case VtlKind.Object:
                return MethodStep.Checked(target.Object.Call("get", [key]));

            default:
                return default;
        }
    }

    public override void Assign(RenderingState state, in VtlValue owner, in VtlValue value)
    {
        var target = state.Editable(owner);
        var key = index.Evaluate(state);
        switch (target.Kind)
        {
            case VtlKind.Map:
                state.Charge(1);
                target.Map.Put(key, value);
                break;

            case VtlKind.List when target.List.ListKind != VtlListKind.View:
                if (TryIndex(key, target.List.Count, out var at))
                    target.List.Items[at] = value;

                break;

            case VtlKind.Object:
                if (!target.Object.SetProperty(state.TextOf(key), value))
                    target.Object.Call("put", [key, value]);

                break;
        }
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append('[');
        index.WriteSource(target);
        target.Append(']');
    }

    /// <summary>False when the index is no integer; an integer out of range ends the rendering, as in Java.</summary>
    private static bool TryIndex(in VtlValue key, int count, out int index)
    {
        var number = JavaNumbers.Normalize(key);
        index = unchecked((int)number.Integer);
        if (number.Kind != VtlKind.Integer)
            return false;

        if (index < 0)
            index += count;

        if ((uint)index >= (uint)count)
            throw RenderingFailure.Runtime($"index {number.Integer} is out of range for a list of {count}");

        return true;
    }
}
