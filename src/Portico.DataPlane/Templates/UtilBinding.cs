using Portico.Vtl.Binding;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary><c>$util</c>.</summary>
internal sealed class UtilBinding : VtlBinding
{
    public override VtlValue Read(in VtlCall call) => VtlValue.Of(new Namespace());

    public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) =>
        arguments.Count == 1 && UtilFunctions.Find(name) is { } function ? new Function(function) : null;

    private sealed class Function(UtilFunction function) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call)
        {
            var text = call.TextOf(0);
            var value = function.Apply(text);

            // What a template makes of a string it may make of the result again: without a count it could double without end.
            call.Charge(value.Kind == VtlKind.String ? value.ToString().Length : text.Length);
            return value;
        }
    }

    private sealed class Namespace : VtlObject
    {
        public override VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments) =>
            arguments.Length == 1 && UtilFunctions.Find(name) is { } function ? function.Apply(arguments[0].ToString()) : VtlValue.Null;

        public override string ToString() => "";
    }
}
