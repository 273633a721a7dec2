namespace Portico.Aws.Signing;

/// <summary>The parts of a request that a signature covers.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="RawPath">As on the wire, percent-encoded, without the query; empty reads as <c>/</c>.</param>
/// <param name="RawQuery">As on the wire, without the question mark.</param>
/// <param name="Headers">All of them; the signature says which it covers.</param>
public readonly record struct SignableRequest(string Method, string RawPath, string RawQuery, IHeaderLines Headers)
{
    public PathForm PathForm { get; init; }
}
