namespace Portico.DataPlane.Invocations;

/// <summary>Host headers.</summary>
public static class HostNames
{
    /// <summary>The name or address without its port; an IPv6 address keeps its brackets.</summary>
    public static ReadOnlySpan<char> WithoutPort(string? host)
    {
        if (host is null) return [];
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? host : host.AsSpan(0, end + 1);
        }

        var colon = host.LastIndexOf(':');
        return colon < 0 ? host : host.AsSpan(0, colon);
    }
}
