using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portico.Aws.Signing;

/// <summary>
/// A signature as a request bears it: read and whole, not yet verified. <see cref="AccessKeyId"/> is a claim until
/// <see cref="SignatureVerifier"/> has agreed.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html"/>
public sealed class PresentedSignature
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    private PresentedSignature(string accessKeyId, SigningScope scope, string timestamp, DateTimeOffset time, string signedHeadersText, string signature)
    {
        AccessKeyId = accessKeyId;
        Scope = scope;
        Timestamp = timestamp;
        Time = time;
        SignedHeadersText = signedHeadersText;
        SignedHeaders = signedHeadersText.Split(';');
        Signature = signature;
    }

    public string AccessKeyId { get; }

    public SigningScope Scope { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>How long it is valid by its own words, for signatures in the query; null for the usual five minutes.</summary>
    public TimeSpan? Expires { get; private init; }

    /// <summary>The token of temporary credentials.</summary>
    public string? SessionToken { get; private init; }

    /// <summary>Whether a header is part of what was signed.</summary>
    /// <param name="name">Lower case.</param>
    public bool Covers(string name) => Array.Exists(SignedHeaders, header => header.Equals(name, StringComparison.OrdinalIgnoreCase));

    internal string Timestamp { get; }

    internal string SignedHeadersText { get; }

    internal string[] SignedHeaders { get; }

    internal string Signature { get; }

    /// <summary>Reads the signature of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signature">The signature, when there is a whole one.</param>
    /// <param name="failure">Otherwise AWS's answer to what there is instead.</param>
    public static bool TryRead(in SignableRequest request, [NotNullWhen(true)] out PresentedSignature? signature, [NotNullWhen(false)] out SignatureFailure? failure)
    {
        if (LastHeader(request.Headers, "Authorization") is { Length: > 0 } authorization) return TryReadHeader(request, authorization, out signature, out failure);
        if (request.RawQuery.Contains("X-Amz-", StringComparison.Ordinal)) return TryReadQuery(request, out signature, out failure);
        signature = null;
        failure = SignatureFailure.Missing;
        return false;
    }

    private static bool TryReadHeader(in SignableRequest request, string authorization, out PresentedSignature? signature, out SignatureFailure? failure)
    {
        signature = null;
        var text = authorization.AsSpan().Trim();
        var blank = text.IndexOf(' ');
        var algorithm = blank < 0 ? default : text[..blank];
        var rest = text[(blank + 1)..];

        string? credential = null, signedHeaders = null, signed = null;
        foreach (var range in rest.Split(','))
        {
            var pair = rest[range].Trim();
            if (pair.IsEmpty) continue;
            var mark = pair.IndexOf('=');
            if (mark < 0)
            {
                failure = SignatureFailure.Incomplete(
                    $"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '{Convert.ToBase64String(SHA256.HashData(Encoding.Latin1.GetBytes(authorization)))}'.");
                return false;
            }

            var value = pair[(mark + 1)..];
            switch (pair[..mark])
            {
                case "Credential":
                    credential = value.ToString();
                    break;
                case "SignedHeaders":
                    signedHeaders = value.ToString();
                    break;
                case "Signature":
                    signed = value.ToString();
                    break;
            }
        }

        var timestamp = LastHeader(request.Headers, "X-Amz-Date") ?? IsoOf(LastHeader(request.Headers, "Date"));
        if (string.IsNullOrEmpty(credential) || string.IsNullOrEmpty(signed) || string.IsNullOrEmpty(signedHeaders) || timestamp is null)
        {
            var message = new StringBuilder();
            if (string.IsNullOrEmpty(credential)) message.Append("Authorization header requires 'Credential' parameter. ");
            if (string.IsNullOrEmpty(signed)) message.Append("Authorization header requires 'Signature' parameter. ");
            if (string.IsNullOrEmpty(signedHeaders)) message.Append("Authorization header requires 'SignedHeaders' parameter. ");
            if (timestamp is null) message.Append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
            failure = SignatureFailure.Incomplete(message.Append("Authorization=").Append(authorization).ToString());
            return false;
        }

        if (!algorithm.SequenceEqual(SignatureText.Algorithm))
        {
            failure = SignatureFailure.Incomplete($"Unsupported AWS 'algorithm': '{algorithm}'.");
            return false;
        }

        return TryBuild(credential, timestamp, signedHeaders, signed, null, LastHeader(request.Headers, "X-Amz-Security-Token"), out signature, out failure);
    }

    private static bool TryReadQuery(in SignableRequest request, out PresentedSignature? signature, out SignatureFailure? failure)
    {
        signature = null;
        failure = null;
        string? algorithm = null, credential = null, timestamp = null, expires = null, signedHeaders = null, signed = null, token = null;
        foreach (var range in request.RawQuery.AsSpan().Split('&'))
        {
            var pair = request.RawQuery.AsSpan(range);
            var mark = pair.IndexOf('=');
            if (mark < 0 || !pair.StartsWith("X-Amz-")) continue;
            var value = Uri.UnescapeDataString(pair[(mark + 1)..]);
            switch (pair[..mark])
            {
                case "X-Amz-Algorithm":
                    algorithm = value;
                    break;
                case "X-Amz-Credential":
                    credential = value;
                    break;
                case "X-Amz-Date":
                    timestamp = value;
                    break;
                case "X-Amz-Expires":
                    expires = value;
                    break;
                case "X-Amz-SignedHeaders":
                    signedHeaders = value;
                    break;
                case "X-Amz-Signature":
                    signed = value;
                    break;
                case "X-Amz-Security-Token":
                    token = value;
                    break;
            }
        }

        // Parameters that merely begin alike are the API's own.
        if (algorithm is null && credential is null && signed is null)
        {
            failure = SignatureFailure.Missing;
            return false;
        }

        var message = new StringBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)
                 [("X-Amz-Algorithm", algorithm), ("X-Amz-Credential", credential), ("X-Amz-Signature", signed), ("X-Amz-SignedHeaders", signedHeaders), ("X-Amz-Date", timestamp)])
        {
            if (string.IsNullOrEmpty(value)) message.Append("AWS query-string parameters must include '").Append(name).Append("'. ");
        }

        if (message.Length > 0)
        {
            failure = SignatureFailure.Incomplete(message.Append("Re-examine the query-string parameters.").ToString());
            return false;
        }

        if (algorithm != SignatureText.Algorithm)
        {
            failure = SignatureFailure.Incomplete($"Unsupported AWS 'algorithm': '{algorithm}'.");
            return false;
        }

        TimeSpan? life = null;
        if (expires is not null)
        {
            if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                failure = SignatureFailure.Incomplete("X-Amz-Expires should be a number");
                return false;
            }

            if (seconds < 1 || seconds > LongestLife.TotalSeconds)
            {
                failure = SignatureFailure.Incomplete(seconds < 1 ? "X-Amz-Expires must be non-negative" : "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
                return false;
            }

            life = TimeSpan.FromSeconds(seconds);
        }

        return TryBuild(credential!, timestamp!, signedHeaders!, signed!, life, token, out signature, out failure);
    }

    private static bool TryBuild(
        string credential, string timestamp, string signedHeaders, string signed, TimeSpan? expires, string? token, out PresentedSignature? signature, out SignatureFailure? failure)
    {
        signature = null;
        failure = null;
        var parts = credential.Split('/');
        if (parts.Length != 5 || parts[0].Length == 0)
        {
            failure = SignatureFailure.Incomplete($"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'");
        }
        else if (!SigningTime.TryParse(timestamp, out var time))
        {
            failure = SignatureFailure.Incomplete($"Date must be in ISO-8601 'basic format'. Got '{timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
        else if (parts[4] != SigningScope.Terminator)
        {
            failure = SignatureFailure.WrongScope($"Credential should be scoped with a valid terminator: '{SigningScope.Terminator}', not '{parts[4]}'.");
        }
        else if (!timestamp.AsSpan(0, 8).SequenceEqual(parts[1]))
        {
            failure = SignatureFailure.WrongScope($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{parts[1]}' != '{timestamp[..8]}', from '{timestamp}'.");
        }
        else
        {
            signature = new PresentedSignature(parts[0], new SigningScope(parts[1], parts[2], parts[3]), timestamp, time, signedHeaders, signed) { Expires = expires, SessionToken = token };
            return true;
        }

        return false;
    }

    private static string? LastHeader(IHeaderLines headers, string name)
    {
        var count = headers.CountOf(name);
        return count == 0 ? null : headers.ValueOf(name, count - 1);
    }

    // A Date header is written as HTTP writes dates; the signature as ISO 8601.
    private static string? IsoOf(string? date) =>
        date is not null && DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? SigningTime.Text(time) : date;
}
