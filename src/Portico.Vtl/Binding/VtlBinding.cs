using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Binding;

/// <summary>
/// A reference, as far as the host settles it when the template is parsed: <c>$context</c>, then <c>$context.identity</c>, then
/// <c>$context.identity.sourceIp</c>, each asked of the one before. What no binding answers is looked up in the value while rendering.
/// Shared by all renderings: a binding keeps no state of a request.
/// </summary>
public abstract class VtlBinding
{
    /// <summary>The value in this rendering. <see cref="VtlValue.Failure"/> ends the rendering with an error.</summary>
    public abstract VtlValue Read(in VtlCall call);

    /// <summary>Writes the text form where the reference stands in the text. Override it where bytes need not become strings.</summary>
    public virtual void Write(in VtlCall call, VtlOutput output) => output.Write(Read(call));

    /// <summary>What <c>.name</c> and <c>['name']</c> after this reference stand for, or null to look in the value while rendering.</summary>
    public virtual VtlBinding? BindProperty(string name) => null;

    /// <summary>What <c>.name(..)</c> after this reference stands for, or null to call the value's method while rendering.</summary>
    /// <param name="name">The method.</param>
    /// <param name="arguments">What is known of each argument; compile here what a constant says (a JSONPath).</param>
    /// <remarks>Properties and methods after a call are bound further only when all of its arguments are constant.</remarks>
    public virtual VtlBinding? BindMethod(string name, IReadOnlyList<VtlArgument> arguments) => null;

    /// <summary>Takes <c>#set($this.reference = value)</c>. False to set the property on the value of the reference before this one.</summary>
    public virtual bool TryAssign(in VtlCall call, VtlValue value) => false;
}
