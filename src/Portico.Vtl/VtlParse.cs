using System.Diagnostics.CodeAnalysis;

namespace Portico.Vtl;

/// <summary>A parsed template, or why the text is none.</summary>
public readonly record struct VtlParse(VtlTemplate? Template, VtlError? Error)
{
    [MemberNotNullWhen(true, nameof(Template))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Template is not null;
}
