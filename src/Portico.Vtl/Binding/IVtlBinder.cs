namespace Portico.Vtl.Binding;

/// <summary>Tells, while a template is parsed, which names the host offers.</summary>
public interface IVtlBinder
{
    /// <summary>What <c>$name</c> stands for, or null when it is an ordinary variable.</summary>
    /// <remarks>A template may still assign to the name; from then on, in that rendering, the variable is seen.</remarks>
    VtlBinding? Bind(string name);
}
