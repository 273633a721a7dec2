using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary>A place in <c>$context</c>, as a template names it; settled when the template is parsed.</summary>
/// <param name="path">Without <c>$context.</c>, such as <c>identity.sourceIp</c>.</param>
internal sealed class ContextEntry(string path)
{
    private readonly string[] _segments = path.Split('.');

    internal string Path => path;

    /// <summary>How to read it, when it is a variable of the table.</summary>
    internal Func<Invocation, string?>? Row { get; } = ContextVariables.Find(path);

    internal bool IsGroup { get; } = ContextKeys.IsGroup(path);

    /// <summary>Which of the two, when it is one of the override maps.</summary>
    internal TemplateDirection? Override { get; } = path switch
    {
        ContextKeys.RequestOverride => TemplateDirection.Request,
        ContextKeys.ResponseOverride => TemplateDirection.Response,
        _ => null,
    };

    /// <summary>Recorded: these have keys, and print as nothing.</summary>
    internal bool PrintsNothing { get; } = ContextKeys.IsGroup(path);

    /// <summary>The value in a whole context; null when there is none.</summary>
    internal VtlValue Find(VtlMap context)
    {
        var value = VtlValue.Of(context);
        foreach (var segment in _segments)
        {
            if (value.Kind != VtlKind.Map) return VtlValue.Null;
            value = value.Map[segment];
        }

        return value;
    }
}
