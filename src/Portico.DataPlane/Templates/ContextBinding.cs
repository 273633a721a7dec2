using Portico.DataPlane.Context;
using Portico.Vtl.Binding;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary><c>$context</c>. Names are bound as far as the table goes; what lies beyond is looked up in the value.</summary>
internal sealed class ContextBinding : VtlBinding
{
    public override VtlValue Read(in VtlCall call) => VtlValue.Of(((TemplateSubject)call.Host!).Context);

    public override VtlBinding? BindProperty(string name) => name.Contains('.', StringComparison.Ordinal) ? null : new Entry(new ContextEntry(name));

    public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => MapGet.Bind(this, name, arguments);

    private sealed class Entry(ContextEntry entry) : VtlBinding
    {
        public override VtlValue Read(in VtlCall call) => ((TemplateSubject)call.Host!).ReadContext(entry);

        public override void Write(in VtlCall call, VtlOutput output)
        {
            var value = Read(call);
            if (!entry.PrintsNothing || value.Kind != VtlKind.Map) output.Write(value);
        }

        public override VtlBinding? BindProperty(string name) =>
            entry.IsGroup && entry.Override is null && !name.Contains('.', StringComparison.Ordinal)
            && $"{entry.Path}.{name}" is var path && (ContextKeys.IsGroup(path) || ContextVariables.Find(path) is not null)
                ? new Entry(new ContextEntry($"{entry.Path}.{name}"))
                : null;

        public override VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => MapGet.Bind(this, name, arguments);
    }
}
