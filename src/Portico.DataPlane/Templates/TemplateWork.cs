namespace Portico.DataPlane.Templates;

/// <summary>Where a mapping runs: at once on the thread of the request's socket, or on the thread pool, so that one large body does not hold up the others.</summary>
internal static class TemplateWork
{
    /// <summary>Bodies up to this size are mapped at once.</summary>
    internal const int InlineBytes = 64 * 1024;
}
