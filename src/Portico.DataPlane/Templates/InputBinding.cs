using Portico.Json.Paths;
using Portico.Vtl.Binding;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary><c>$input</c>: a constant path or name is settled when the template is parsed.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference"/>
internal sealed class InputBinding : VtlBinding
{
    public override VtlValue Read(in VtlCall call) => VtlValue.Of(new InputObject((TemplateSubject)call.Host!));

    public override VtlBinding? BindProperty(string name) => name == "body" ? new Body() : null;

    public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments)
    {
        if (name == "params" && arguments.Count == 0) return new Parameters();
        if (arguments is not [var argument]) return null;

        var constant = argument.IsConstant ? argument.Value.AsString() : null;
        return name switch
        {
            "params" => constant is null ? new ComputedParameter() : new Parameter(constant),
            "json" or "path" => constant is null ? new ComputedSelection(name == "json") : Selection(constant, name == "json"),
            _ => null,
        };
    }

    // A path that is none fails when it is met, not when the template is parsed: it may stand where nobody comes.
    private static VtlBinding Selection(string text, bool isText) => Parse(text, out var failure) is { } path ? new ConstantSelection(path, isText) : new Failing(failure);

    private static JsonPath? Parse(string text, out VtlValue failure)
    {
        failure = default;
        if (text.Length > 0)
        {
            var parse = JsonPath.Parse(text);
            if (parse.Succeeded) return parse.Path;
            failure = VtlValue.Failure($"this is not a JSONPath: {parse.Error.Message} (character {parse.Error.Position} of it)");
            return null;
        }

        failure = VtlValue.Failure("this is not a JSONPath: it is empty");
        return null;
    }

    private static VtlValue Apply(JsonPath path, bool isText, in VtlCall call)
    {
        var subject = SubjectOf(call);
        call.Charge(subject.Cost(path));
        var value = isText ? subject.JsonText(path) : subject.Select(path);
        if (value.Kind == VtlKind.List) call.Charge(value.List.Count);
        else if (isText) call.Charge(value.ToString().Length);
        return value;
    }

    private static TemplateSubject SubjectOf(in VtlCall call) => (TemplateSubject)call.Host!;

    private sealed class Body : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(SubjectOf(call).BodyText);

        public override void Write(in VtlCall call, VtlOutput output) => output.Write(SubjectOf(call).Body.Span);
    }

    private sealed class ConstantSelection(JsonPath path, bool isText) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => Apply(path, isText, call);

        public override void Write(in VtlCall call, VtlOutput output)
        {
            if (!isText)
            {
                output.Write(Apply(path, isText, call));
                return;
            }

            var subject = SubjectOf(call);
            call.Charge(subject.Cost(path));
            subject.WriteJson(path, output);
        }
    }

    private sealed class ComputedSelection(bool isText) : VtlBinding
    {
        // The path of the last rendering: mostly the same one again. A race writes the one or the other.
        private JsonPath? _last;

        public override VtlValue Read(in VtlCall call)
        {
            var text = call.TextOf(0);
            var path = _last;
            if (path is null || path.Text != text)
            {
                call.Charge(text.Length);
                if (Parse(text, out var failure) is not { } parsed) return failure;
                _last = path = parsed;
            }

            return Apply(path, isText, call);
        }
    }

    private sealed class Failing(VtlValue failure) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => failure;
    }

    private sealed class Parameter(string name) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => SubjectOf(call).Parameter(name);
    }

    private sealed class ComputedParameter : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => SubjectOf(call).Parameter(call.TextOf(0));
    }

    private sealed class Parameters : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(SubjectOf(call).Parameters);

        public override VtlBinding? BindProperty(string name) => InputPlaces.Find(name) is { } place ? new ParametersOf(place, name) : null;

        public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => MapGet.Bind(this, name, arguments);
    }

    private sealed class ParametersOf(InputPlace place, string placeName) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => SubjectOf(call).Parameters[placeName];

        public override VtlBinding? BindProperty(string name) => new ParameterOf(place, name);

        public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => MapGet.Bind(this, name, arguments);
    }

    private sealed class ParameterOf(InputPlace place, string name) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => SubjectOf(call).Parameter(place, name);
    }

    /// <summary><c>$input</c> itself, kept in a variable: its members are found by name.</summary>
    private sealed class InputObject(TemplateSubject subject) : VtlObject
    {
        public override VtlValue GetProperty(string name) => name == "body" ? VtlValue.Of(subject.BodyText) : VtlValue.Null;

        public override VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments) => (name, arguments.Length) switch
        {
            ("params", 0) => VtlValue.Of(subject.Parameters),
            ("params", 1) => subject.Parameter(arguments[0].ToString()),
            ("json", 1) => Parse(arguments[0].ToString(), out var failure) is { } path ? subject.JsonText(path) : failure,
            ("path", 1) => Parse(arguments[0].ToString(), out var failure) is { } path ? subject.Select(path) : failure,
            _ => VtlValue.Null,
        };

        public override string ToString() => "";
    }
}
