using System.Collections.Frozen;
using System.Text;

namespace Portico.Integrations.Http.Upstream;

/// <summary>Texts of header lines. The names and values that nearly every answer has are not made anew each time.</summary>
internal static class HeaderNames
{
    private static readonly FrozenDictionary<int, string[]> Known = new[]
    {
        "Date", "date", "Server", "server", "Content-Type", "content-type", "Content-Length", "content-length", "Connection", "connection", "Transfer-Encoding",
        "transfer-encoding", "Keep-Alive", "Cache-Control", "cache-control", "ETag", "etag", "Last-Modified", "last-modified", "Accept-Ranges", "Vary", "vary", "Set-Cookie",
        "set-cookie", "Content-Encoding", "content-encoding", "Expires", "Location", "location", "X-Powered-By", "Access-Control-Allow-Origin",
    }.GroupBy(name => name.Length).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private static readonly string[] KnownValues = ["keep-alive", "close", "chunked", "application/json", "application/json; charset=utf-8", "text/plain", "bytes", "nginx"];

    internal static string Text(ReadOnlySpan<byte> name)
    {
        if (Known.TryGetValue(name.Length, out var candidates))
        {
            foreach (var candidate in candidates)
            {
                if (Ascii.Equals(name, candidate)) return candidate;
            }
        }

        return Encoding.Latin1.GetString(name);
    }

    internal static string Value(ReadOnlySpan<byte> value)
    {
        foreach (var candidate in KnownValues)
        {
            if (candidate.Length == value.Length && Ascii.Equals(value, candidate)) return candidate;
        }

        return Encoding.Latin1.GetString(value);
    }
}
