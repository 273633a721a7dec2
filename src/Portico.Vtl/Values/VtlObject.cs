using Portico.Vtl.Rendering;

namespace Portico.Vtl.Values;

/// <summary>A thing of the host (or of the language itself) that has properties and methods found by name while rendering.</summary>
public abstract class VtlObject
{
    /// <summary>The property, or null when there is none.</summary>
    public virtual VtlValue GetProperty(string name) => VtlValue.Null;

    /// <summary>Sets the property; false when that cannot be done, which the template does not notice.</summary>
    public virtual bool SetProperty(string name, VtlValue value) => false;

    /// <summary>Calls the method; null when there is none. <see cref="VtlValue.Failure"/> ends the rendering.</summary>
    public virtual VtlValue Call(string name, ReadOnlySpan<VtlValue> arguments) => VtlValue.Null;

    /// <summary>Writes the text form. The default writes <see cref="object.ToString"/>.</summary>
    public virtual void WriteText(VtlOutput output) => output.Write(ToString() ?? "");
}
