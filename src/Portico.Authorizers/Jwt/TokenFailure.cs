namespace Portico.Authorizers.Jwt;

/// <summary>Why a token is not taken.</summary>
public enum TokenFailure
{
    None,

    /// <summary>It is no token, or its algorithm is not allowed.</summary>
    Malformed,

    /// <summary>Its issuer is none of those that are trusted.</summary>
    WrongIssuer,

    /// <summary>It is for somebody else.</summary>
    WrongAudience,

    /// <summary>Its issuer has no such key.</summary>
    UnknownKey,

    /// <summary>The signature is not the key's.</summary>
    WrongSignature,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not come, or it does not say when it ends.</summary>
    NotYetValid,

    /// <summary>The keys of its issuer cannot be had: nothing is known about it.</summary>
    KeysUnreachable,
}
