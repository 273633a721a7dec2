namespace Portico.Vtl.Rendering;

/// <summary>How a statement ended.</summary>
internal enum Flow : byte
{
    /// <summary>The next one follows.</summary>
    Next,

    /// <summary><c>#break</c>: the scope that <see cref="RenderingState.BreakTarget"/> names ends, the nearest one when it is null.</summary>
    Break,

    /// <summary><c>#stop</c>: the template ends.</summary>
    Stop,
}
