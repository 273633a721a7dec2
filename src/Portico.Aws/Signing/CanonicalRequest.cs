namespace Portico.Aws.Signing;

/// <summary>Writes the canonical request: the one spelling of a request that both sides sign.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request"/>
internal static class CanonicalRequest
{
    /// <param name="signedHeaders">Lower case, sorted, as the list in <paramref name="signedHeadersText"/>.</param>
    internal static void Write(ref CanonicalBuffer to, in SignableRequest request, ReadOnlySpan<string> signedHeaders, string signedHeadersText, string payloadHash)
    {
        to.AddText(request.Method);
        to.Add((byte)'\n');
        WritePath(ref to, request.RawPath, request.PathForm);
        to.Add((byte)'\n');
        WriteQuery(ref to, request.RawQuery);
        to.Add((byte)'\n');
        foreach (var name in signedHeaders)
        {
            to.AddLower(name);
            to.Add((byte)':');
            var count = request.Headers.CountOf(name);
            for (var index = 0; index < count; index++)
            {
                if (index > 0) to.Add((byte)',');
                to.AddFolded(request.Headers.ValueOf(name, index));
            }

            to.Add((byte)'\n');
        }

        to.Add((byte)'\n');
        to.AddLower(signedHeadersText);
        to.Add((byte)'\n');
        to.AddText(payloadHash);
    }

    private static void WritePath(ref CanonicalBuffer to, string rawPath, PathForm form)
    {
        if (rawPath.Length == 0)
        {
            to.Add((byte)'/');
        }
        else if (form == PathForm.AsSent)
        {
            to.AddReencoded(rawPath, isPath: true);
        }
        else if (!rawPath.Contains("//", StringComparison.Ordinal) && !rawPath.Contains("/.", StringComparison.Ordinal))
        {
            to.AddPath(rawPath);
        }
        else
        {
            WriteNormalised(ref to, rawPath);
        }
    }

    private static void WriteNormalised(ref CanonicalBuffer to, string rawPath)
    {
        var kept = new List<Range>();
        foreach (var range in rawPath.AsSpan().Split('/'))
        {
            var segment = rawPath.AsSpan(range);
            if (segment is "" or ".") continue;
            if (segment is not "..") kept.Add(range);
            else if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
        }

        foreach (var range in kept)
        {
            to.Add((byte)'/');
            to.AddPath(rawPath.AsSpan(range));
        }

        if (kept.Count == 0 || rawPath[^1] == '/') to.Add((byte)'/');
    }

    private static void WriteQuery(ref CanonicalBuffer to, string rawQuery)
    {
        if (rawQuery.Length == 0) return;

        var scratch = new CanonicalBuffer(rawQuery.Length * 3);
        try
        {
            var pairs = new List<(int Start, int Mark, int End)>();
            foreach (var range in rawQuery.AsSpan().Split('&'))
            {
                var pair = rawQuery.AsSpan(range);
                if (pair.IsEmpty) continue;
                var mark = pair.IndexOf('=');
                var name = mark < 0 ? pair : pair[..mark];
                if (name.SequenceEqual("X-Amz-Signature")) continue;

                var start = scratch.Length;
                scratch.AddReencoded(name, isPath: false);
                var equals = scratch.Length;
                if (mark >= 0) scratch.AddReencoded(pair[(mark + 1)..], isPath: false);
                pairs.Add((start, equals, scratch.Length));
            }

            if (pairs.Count > 1) Sort(pairs, scratch.Written);
            for (var index = 0; index < pairs.Count; index++)
            {
                var (start, equals, end) = pairs[index];
                if (index > 0) to.Add((byte)'&');
                to.Add(scratch.Slice(start..equals));
                to.Add((byte)'=');
                to.Add(scratch.Slice(equals..end));
            }
        }
        finally
        {
            scratch.Dispose();
        }
    }

    // By encoded name, then by encoded value. A copy, because a comparison cannot hold a span.
    private static void Sort(List<(int Start, int Mark, int End)> pairs, ReadOnlySpan<byte> text)
    {
        var bytes = text.ToArray();
        pairs.Sort((left, right) =>
        {
            var byName = bytes.AsSpan(left.Start..left.Mark).SequenceCompareTo(bytes.AsSpan(right.Start..right.Mark));
            return byName != 0 ? byName : bytes.AsSpan(left.Mark..left.End).SequenceCompareTo(bytes.AsSpan(right.Mark..right.End));
        });
    }
}
