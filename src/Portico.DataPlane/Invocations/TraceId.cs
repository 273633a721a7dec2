namespace Portico.DataPlane.Invocations;

/// <summary>The X-Ray trace of a request: what the client sent is kept, what is missing is made.</summary>
/// <seealso href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader"/>
public sealed class TraceId
{
    public const string HeaderName = "X-Amzn-Trace-Id";

    private TraceId(string text) => Text = text;

    /// <summary><c>Root=1-...;Parent=...;Sampled=0</c>, as it goes to back ends and into answers.</summary>
    public string Text { get; }

    internal static TraceId For(string? sent, RequestIds ids, DateTimeOffset now)
    {
        if (sent is not { Length: < 512 }) return new TraceId(ids.NextTrace(now.ToUnixTimeSeconds()));

        string? root = null, parent = null, sampled = null;
        foreach (var range in sent.AsSpan().Split(';'))
        {
            var part = sent.AsSpan()[range].Trim();
            if (part.StartsWith("Root=", StringComparison.Ordinal)) root = part[5..].ToString();
            else if (part.StartsWith("Parent=", StringComparison.Ordinal)) parent = part[7..].ToString();
            else if (part.StartsWith("Sampled=", StringComparison.Ordinal)) sampled = part[8..].ToString();
        }

        root ??= ids.NextTraceRoot(now.ToUnixTimeSeconds());
        return new TraceId($"Root={root};Parent={parent ?? ids.NextSegmentId()};Sampled={sampled ?? "0"}");
    }

    public override string ToString() => Text;
}
