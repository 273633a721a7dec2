using Portico.Vtl.Values;

namespace Portico.Vtl.Binding;

/// <summary>An argument as the parser sees it.</summary>
/// <param name="IsConstant">Whether it is a literal without references.</param>
/// <param name="Value">The literal's value; null when it is not constant.</param>
public readonly record struct VtlArgument(bool IsConstant, VtlValue Value);
