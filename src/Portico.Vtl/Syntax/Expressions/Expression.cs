using System.Text;
using Portico.Vtl.Rendering;
using Portico.Vtl.Values;

namespace Portico.Vtl.Syntax.Expressions;

/// <summary>Something with a value.</summary>
internal abstract class Expression
{
    /// <summary>The value; null only for arithmetic that cannot be done, every other "null" is the empty string.</summary>
    public abstract VtlValue Evaluate(RenderingState state);

    /// <summary>Whether a condition holds. For most values Velocity says no: numbers, strings and lists are not conditions.</summary>
    public virtual bool IsTrue(RenderingState state) => false;

    /// <summary>Whether it is a literal that always gives the same immutable value.</summary>
    public virtual bool IsConstant => false;

    /// <summary>What Velocity prints in place of a value that cannot be computed, where it is joined to a string.</summary>
    public virtual string NullText
    {
        get
        {
            var target = new StringBuilder();
            WriteSource(target);
            return target.ToString();
        }
    }

    /// <summary>Writes it as a template says it.</summary>
    public abstract void WriteSource(StringBuilder target);
}
