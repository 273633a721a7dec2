using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>
/// The canonical request of a signature that does not match, part by part, for the caller to hold his own against it. Values that may be secrets are
/// left out; the hash is of the whole.
/// </summary>
public static class CanonicalParts
{
    private const string LeftOut = "(left out)";

    // What clients set for the sake of signing, and what everybody sees.
    private static readonly string[] ShownHeaders = ["host", "content-type", "content-length", "date", "x-amz-date", "x-amz-content-sha256"];
    private static readonly string[] ShownParameters = ["X-Amz-Algorithm", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"];

    /// <param name="signature">What was presented.</param>
    /// <param name="request">What it should cover.</param>
    /// <param name="payloadHash">See <see cref="PayloadHash"/>.</param>
    public static ImmutableArray<KeyValuePair<string, string>> Of(PresentedSignature signature, in SignableRequest request, string payloadHash)
    {
        var buffer = new CanonicalBuffer(1024);
        try
        {
            CanonicalRequest.Write(ref buffer, request, signature.SignedHeaders, signature.SignedHeadersText, payloadHash);
            var lines = Encoding.UTF8.GetString(buffer.Written).Split('\n');
            return
            [
                new("algorithm", SignatureText.Algorithm),
                new("timestamp", signature.Timestamp),
                new("scope", signature.Scope.ToString()),
                new("canonicalMethod", lines[0]),
                new("canonicalPath", lines[1]),
                new("canonicalQuery", string.Join('&', lines[2].Split('&').Select(pair => Shown(pair, '=', ShownParameters)))),
                new("canonicalHeaders", string.Join(' ', lines[3..(3 + signature.SignedHeaders.Length)].Select(line => Shown(line, ':', ShownHeaders)))),
                new("signedHeaders", signature.SignedHeadersText),
                new("payloadHash", payloadHash),
                new("canonicalRequestHash", Convert.ToHexStringLower(SHA256.HashData(buffer.Written))),
            ];
        }
        finally
        {
            buffer.Dispose();
        }
    }

    private static string Shown(string pair, char mark, string[] shown)
    {
        var cut = pair.IndexOf(mark, StringComparison.Ordinal);
        return cut < 0 || shown.Contains(pair[..cut]) ? pair : $"{pair[..cut]}{mark}{LeftOut}";
    }
}
