namespace Portico.Vtl.Rendering;

/// <summary>Ends a rendering from any depth; caught in <see cref="VtlTemplate.Render"/>, which tells it as a value. Nobody else sees it.</summary>
internal sealed class RenderingFailure : Exception
{
    private RenderingFailure(VtlErrorKind kind, string message) : base(message) => Kind = kind;

    public VtlErrorKind Kind { get; }

    public static RenderingFailure Runtime(string message) => new(VtlErrorKind.Runtime, message);

    public static RenderingFailure Limit(string message) => new(VtlErrorKind.Limit, message);

    public static RenderingFailure Parse(string message) => new(VtlErrorKind.Parse, message);
}
