namespace Portico.DataPlane.Media;

/// <summary>Media types in header values.</summary>
public static class MediaTypes
{
    public const string Json = "application/json";

    /// <summary>The first media type of a list, without parameters: <c>text/html</c> of <c>text/html;q=0.9, */*</c>.</summary>
    public static string First(string headerValue)
    {
        var end = headerValue.AsSpan().IndexOfAny(',', ';');
        return end < 0 ? headerValue.Trim() : headerValue[..end].Trim();
    }

    public static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
