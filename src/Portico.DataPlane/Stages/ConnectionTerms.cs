namespace Portico.DataPlane.Stages;

/// <summary>What a domain name asks of the connections that its requests come by. The same object stands in the stage table and at the listener.</summary>
/// <param name="DomainName">As it is called, perhaps with an asterisk.</param>
/// <param name="IsStrict">The connection must have named the very host of the request.</param>
/// <param name="Truststore">What clients' certificates were held against: the same object as long as it says the same. Null when none are asked for.</param>
public sealed record ConnectionTerms(string DomainName, bool IsStrict, object? Truststore)
{
    /// <summary>Whether a connection may carry a request for the domain name.</summary>
    /// <param name="connection">Null for one without TLS.</param>
    /// <param name="host">The host of the request, without port.</param>
    public bool Admit(TlsConnection? connection, ReadOnlySpan<char> host)
    {
        if (connection is null) return false;
        if (IsStrict && !host.Equals(connection.ServerName, StringComparison.OrdinalIgnoreCase)) return false;

        // Who was let in by one truststore was not held against another, nor against what this one says since.
        return Truststore is null || (connection.Terms is { } terms && ReferenceEquals(terms.Truststore, Truststore) && terms.DomainName == DomainName);
    }
}
