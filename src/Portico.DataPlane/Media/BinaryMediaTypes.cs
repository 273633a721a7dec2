using System.Collections.Frozen;

namespace Portico.DataPlane.Media;

/// <summary>The media types whose bodies are bytes: exact, <c>type/*</c> or <c>*/*</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html"/>
public sealed class BinaryMediaTypes
{
    private readonly FrozenSet<string> _exact;
    private readonly FrozenSet<string> _families;
    private readonly bool _all;

    public BinaryMediaTypes(IReadOnlyCollection<string> types)
    {
        _all = types.Contains("*/*");
        _families = types.Where(type => type.EndsWith("/*", StringComparison.Ordinal)).Select(type => type[..^2]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _exact = types.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        IsEmpty = types.Count == 0;
    }

    public static BinaryMediaTypes None { get; } = new([]);

    public bool IsEmpty { get; }

    /// <summary>Whether a header value names a binary type: parameters are left aside, and of a list only the first counts, as in AWS.</summary>
    public bool Matches(string? headerValue)
    {
        if (IsEmpty || string.IsNullOrEmpty(headerValue)) return false;
        if (_all) return true;
        var type = MediaTypes.First(headerValue);
        if (_exact.Contains(type)) return true;
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && _families.Contains(type[..slash]);
    }
}
