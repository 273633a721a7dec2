using System.Text;
using System.Text.Json;
using Portico.Vtl.Methods;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>.name</c>: an entry of a map, a property of a host's object, a getter (<c>empty</c>, <c>bytes</c>) of other values.</summary>
internal sealed class PropertyStep(string name) : ReferenceStep
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);
    private readonly VtlValue _key = VtlValue.Of(name);

    public string Name { get; } = name;

    public override VtlValue Follow(RenderingState state, in VtlValue value)
    {
        switch (value.Kind)
        {
            case VtlKind.Json when value.Json.ValueKind == JsonValueKind.Object:
                if (state.Edits is not null && state.Resolve(value) is { Kind: VtlKind.Map } changed)
                    return changed.Map.Get(_key);

                return JsonStrings.TryGetMember(value.Json, _utf8, out var member) ? VtlValue.Of(member) : default;

            case VtlKind.Map:
                return value.Map.Get(_key);

            case VtlKind.Object:
                return MethodStep.Checked(value.Object.GetProperty(Name));

            default:
                return Getters.Get(state, value, Name);
        }
    }

    public override void Assign(RenderingState state, in VtlValue owner, in VtlValue value)
    {
        var target = state.Editable(owner);
        if (target.Kind == VtlKind.Map)
        {
            state.Charge(1);
            target.Map.Put(_key, value);
        }
        else if (target.Kind == VtlKind.Object)
        {
            target.Object.SetProperty(Name, value);
        }
    }

    public override void WriteSource(StringBuilder target) => target.Append('.').Append(Name);
}
