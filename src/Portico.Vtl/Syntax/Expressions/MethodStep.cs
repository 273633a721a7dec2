using System.Text;
using System.Text.Json;
using Portico.Vtl.Methods;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary><c>.name(arguments)</c>. The overloads for each kind of value are looked up when the template is parsed.</summary>
internal sealed class MethodStep : ReferenceStep
{
    private readonly MethodRow<string>[] _strings;
    private readonly MethodRow<VtlList>[] _lists;
    private readonly MethodRow<VtlMap>[] _maps;
    private readonly MethodRow<VtlValue>[] _numbers;
    private readonly MethodRow<VtlValue>[] _scalars;
    private readonly bool _isSize;
    private readonly bool _isGet;

    public MethodStep(string name, Expression[] arguments, int offset)
    {
        Name = name;
        Arguments = arguments;
        Offset = offset;
        _strings = StringMethods.Table.Find(name);
        _lists = ListMethods.Table.Find(name);
        _maps = MapMethods.Table.Find(name);
        _numbers = NumberMethods.Table.Find(name);
        _scalars = ObjectMethods.Table.Find(name);
        _isSize = name == "size" && arguments.Length == 0;
        _isGet = name == "get" && arguments.Length == 1;
        if (Array.TrueForAll(arguments, argument => argument.IsConstant))
            Constants = Array.ConvertAll(arguments, argument => ((Constant)argument).Value);
    }

    public string Name { get; }

    public Expression[] Arguments { get; }

    /// <summary>The arguments' values when all are literals.</summary>
    public VtlValue[]? Constants { get; }

    public int Offset { get; }

    public override VtlValue Follow(RenderingState state, in VtlValue value)
    {
        if (Constants is not null)
        {
            state.Position = Offset;
            return Invoke(state, value, Constants);
        }

        var start = state.PushArguments(Arguments.Length);
        for (var i = 0; i < Arguments.Length; i++)
            state.SetArgument(start + i, Arguments[i].Evaluate(state));

        state.Position = Offset;
        var result = Invoke(state, value, state.Arguments(start, Arguments.Length));
        state.PopArguments(start);
        return result;
    }

    public override void Assign(RenderingState state, in VtlValue owner, in VtlValue value)
    {
        // Velocity takes the name of the method for that of a property.
        new PropertyStep(Name).Assign(state, owner, value);
    }

    public override void WriteSource(StringBuilder target)
    {
        target.Append('.').Append(Name).Append('(');
        for (var i = 0; i < Arguments.Length; i++)
        {
            if (i > 0)
                target.Append(", ");

            Arguments[i].WriteSource(target);
        }

        target.Append(')');
    }

    private VtlValue Invoke(RenderingState state, in VtlValue value, ReadOnlySpan<VtlValue> arguments)
    {
        var self = state.Resolve(value);
        switch (self.Kind)
        {
            case VtlKind.String:
                return OnString(state, self, self.Text, arguments);

            case VtlKind.List:
                return OnList(state, self, arguments);

            case VtlKind.Map:
                return OnMap(state, self, arguments);

            case VtlKind.Json:
                return OnJson(state, self, arguments);

            case VtlKind.Object:
                var result = self.Object.Call(Name, arguments);
                if (result.IsNull)
                    return OnScalar(state, self, arguments);

                if (result.Kind == VtlKind.String)
                    state.Charge(result.Text.Length);

                return Checked(result);

            case VtlKind.Boolean or VtlKind.Character:
                return OnScalar(state, self, arguments);

            default:
                return OnNumber(state, self, arguments);
        }
    }

    private VtlValue OnJson(RenderingState state, in VtlValue self, ReadOnlySpan<VtlValue> arguments)
    {
        switch (self.Json.ValueKind)
        {
            case JsonValueKind.String:
                return OnString(state, self, state.TextOf(self), arguments);

            case JsonValueKind.Array:
                if (_isSize)
                    return VtlValue.Of(self.Json.GetArrayLength());

                if (_isGet && JavaNumbers.Normalize(arguments[0]) is { Kind: VtlKind.Integer } index && (ulong)index.Integer < (ulong)self.Json.GetArrayLength())
                    return VtlValue.Of(self.Json[(int)index.Integer]);

                return OnList(state, self, arguments);

            case JsonValueKind.Object:
                if (_isGet && JavaEquality.AsKey(arguments[0]) is { Kind: VtlKind.String } key)
                    return JsonStrings.TryGetMember(self.Json, Encoding.UTF8.GetBytes(key.Text), out var member) ? VtlValue.Of(member) : default;

                return OnMap(state, self, arguments);

            default:
                return OnNumber(state, self, arguments);
        }
    }

    private VtlValue OnString(RenderingState state, in VtlValue self, string text, ReadOnlySpan<VtlValue> arguments)
    {
        if (MethodTable<string>.Select(_strings, arguments) is not { } row)
            return OnScalar(state, self, arguments);

        state.Step(text.Length >> 8);
        return row.Invoke(state, text, arguments);
    }

    private VtlValue OnList(RenderingState state, in VtlValue self, ReadOnlySpan<VtlValue> arguments)
    {
        var row = MethodTable<VtlList>.Select(_lists, arguments);
        var isView = self.Kind == VtlKind.List && self.List.ListKind == VtlListKind.View;
        if (row is null || (row.NeedsOrder && isView))
            return OnScalar(state, self, arguments);

        if (row.Changes && self.Kind == VtlKind.List && self.List.ListKind is VtlListKind.View or VtlListKind.Array && Name != "set")
            throw RenderingFailure.Runtime($"{Name} cannot change {(isView ? "the keys, values or entries of a map" : "an array")}");

        var list = row.Changes ? state.Editable(self).List : Opened(state, self).List;
        state.Step(list.Count >> 6);
        return row.Invoke(state, list, arguments);
    }

    private VtlValue OnMap(RenderingState state, in VtlValue self, ReadOnlySpan<VtlValue> arguments)
    {
        if (MethodTable<VtlMap>.Select(_maps, arguments) is not { } row)
            return OnScalar(state, self, arguments);

        var map = row.Changes ? state.Editable(self).Map : Opened(state, self).Map;
        state.Step(map.Count >> 6);
        return row.Invoke(state, map, arguments);
    }

    private VtlValue OnNumber(RenderingState state, in VtlValue self, ReadOnlySpan<VtlValue> arguments) =>
        MethodTable<VtlValue>.Select(_numbers, arguments) is { } row
            ? row.Invoke(state, JavaNumbers.Normalize(self), arguments)
            : OnScalar(state, self, arguments);

    private VtlValue OnScalar(RenderingState state, in VtlValue self, ReadOnlySpan<VtlValue> arguments) =>
        MethodTable<VtlValue>.Select(_scalars, arguments) is { } row ? row.Invoke(state, self, arguments) : default;

    private static VtlValue Opened(RenderingState state, in VtlValue self)
    {
        if (self.Kind != VtlKind.Json)
            return self;

        var copy = JsonEdits.Copy(self.Json);
        state.Step(copy.Kind == VtlKind.Map ? copy.Map.Count >> 2 : copy.List.Count >> 2);
        return copy;
    }

    internal static VtlValue Checked(in VtlValue value) =>
        value.Kind == VtlKind.Failure ? throw RenderingFailure.Runtime((string)value.Reference!) : value;
}
