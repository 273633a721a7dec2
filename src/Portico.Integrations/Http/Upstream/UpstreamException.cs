namespace Portico.Integrations.Http.Upstream;

/// <summary>Why a back end gave no answer.</summary>
public enum UpstreamError
{
    /// <summary>The host's name leads nowhere.</summary>
    NameResolution,

    /// <summary>Nobody listens, or the network has no way.</summary>
    Connect,

    /// <summary>The certificate is not to be trusted, or no TLS came about.</summary>
    Tls,

    /// <summary>The time limit was over.</summary>
    Timeout,

    /// <summary>The connection ended before the answer did.</summary>
    Broken,

    /// <summary>What came is not HTTP/1.1, or is more than can be taken.</summary>
    Protocol,

    /// <summary>It was not called, because it failed again and again.</summary>
    CutOff,

    /// <summary>The client's body grew over the payload limit while it was sent.</summary>
    RequestTooLarge,

    /// <summary>The client's body broke off, or was framed badly, while it was sent.</summary>
    RequestBroken,
}

/// <summary>A call of a back end that gave no answer.</summary>
public sealed class UpstreamException(UpstreamError error, string message, Exception? cause = null) : IOException(message, cause)
{
    public UpstreamError Error => error;
}
