namespace Portico.Vtl;

/// <summary>Why a template gave no result.</summary>
public enum VtlErrorKind
{
    /// <summary>The text is not a template.</summary>
    Parse,

    /// <summary>The template did what cannot be done with these values: <c>substring</c> out of range, a bad regular expression.</summary>
    Runtime,

    /// <summary>A bound of <see cref="VtlLimits"/> was reached.</summary>
    Limit,
}
