using Portico.Vtl.Binding;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary><c>$stageVariables</c>.</summary>
internal sealed class StageVariablesBinding : VtlBinding
{
    public override VtlValue Read(in VtlCall call) => VtlValue.Of(((TemplateSubject)call.Host!).StageVariables);

    public override VtlBinding? BindProperty(string name) => new Variable(name);

    public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => MapGet.Bind(this, name, arguments);

    private sealed class Variable(string name) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => ((TemplateSubject)call.Host!).ReadStageVariable(name);
    }
}
