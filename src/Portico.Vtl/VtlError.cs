namespace Portico.Vtl;

/// <summary>What is wrong with a template or its rendering, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">One sentence without a place; it may name what the template says, never a value of the request.</param>
public sealed record VtlError(VtlErrorKind Kind, int Line, int Column, string Message)
{
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}
