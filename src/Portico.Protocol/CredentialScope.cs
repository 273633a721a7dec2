namespace Portico.Protocol;

/// <summary>What a SigV4 signature says about where it is meant for. Read only to route a call; whoever trusts it verifies it first.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
public sealed record CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    /// <summary>Reads the scope from an <c>Authorization</c> header such as <c>AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-1/apigateway/aws4_request, …</c>.</summary>
    /// <returns>The scope, or null when the header is absent or of another kind.</returns>
    public static CredentialScope? TryParse(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith("AWS4-", StringComparison.Ordinal)) return null;
        var start = authorization.IndexOf("Credential=", StringComparison.Ordinal);
        if (start < 0) return null;
        start += "Credential=".Length;
        var end = authorization.AsSpan(start).IndexOfAny(',', ' ');
        // The access key may hold slashes in the signatures of some test tools, so the scope is read from its end.
        var parts = authorization.Substring(start, end < 0 ? authorization.Length - start : end).Split('/');
        return parts.Length >= 5 && parts[^1] == "aws4_request" && parts[^3].Length > 0
            ? new(string.Join('/', parts[..^4]), parts[^4], parts[^3], parts[^2])
            : null;
    }
}
