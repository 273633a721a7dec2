using System.Text;
using Portico.Json.Paths;
using Portico.Vtl.Binding;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Tests.Hosting;

/// <summary>The names of API Gateway over a <see cref="Request"/>: settled when a template is parsed, or all found by name while rendering.</summary>
internal sealed class Binder(bool settles) : IVtlBinder
{
    public static Binder Settling { get; } = new(settles: true);

    public static Binder Dynamic { get; } = new(settles: false);

    public VtlBinding? Bind(string name) => name switch
    {
        "input" => new Input(settles),
        "util" => new Util(),
        "context" => new Part(request => VtlValue.Of(request.Context)),
        "stageVariables" => new Part(request => VtlValue.Of(request.StageVariables)),
        _ => null,
    };

    private static Request RequestOf(in VtlCall call) => (Request)call.Host!;

    private sealed class Part(Func<Request, VtlValue> read) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => read(RequestOf(call));
    }

    private sealed class Input(bool settles) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(new InputObject(RequestOf(call)));

        public override VtlBinding? BindProperty(string name) => settles && name == "body" ? new Body() : null;

        public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments)
        {
            if (!settles || arguments.Count != 1 || !arguments[0].IsConstant || arguments[0].Value.AsString() is not { } text)
                return null;

            if (name == "params")
                return new Part(request => request.Parameter(text));

            return name is "json" or "path" && JsonPath.Parse(text).Path is { } path ? new Selection(path, name == "json") : null;
        }
    }

    private sealed class Body : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(RequestOf(call).Body);

        public override void Write(in VtlCall call, VtlOutput output) => output.Write(Encoding.UTF8.GetBytes(RequestOf(call).Body));
    }

    private sealed class Selection(JsonPath path, bool isText) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => isText ? VtlValue.Of(RequestOf(call).JsonText(path)) : RequestOf(call).Select(path);

        public override void Write(in VtlCall call, VtlOutput output)
        {
            if (isText)
                output.Write(RequestOf(call).Json(path));
            else
                output.Write(Read(call));
        }
    }

    private sealed class InputObject(Request request) : VtlObject
    {
        public override VtlValue GetProperty(string name) => name == "body" ? VtlValue.Of(request.Body) : VtlValue.Null;

        public override VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments)
        {
            if (name == "params" && arguments.Length < 2)
                return arguments.IsEmpty ? VtlValue.Of(request.Parameters) : request.Parameter(arguments[0].ToString());

            if (name is not ("json" or "path") || arguments.Length != 1)
                return VtlValue.Null;

            var text = arguments[0].ToString();
            if (text.Length == 0 || JsonPath.Parse(text).Path is not { } path)
                return VtlValue.Failure("the JSONPath is not valid");

            return name == "json" ? VtlValue.Of(request.JsonText(path)) : request.Select(path);
        }
    }

    private sealed class Util : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => VtlValue.Of(new UtilObject());

        public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => new Function(name);
    }

    private sealed class UtilObject : VtlObject;

    private sealed class Function(string name) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => Functions.Call(name, call);
    }
}
