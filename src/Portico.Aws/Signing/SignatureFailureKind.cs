namespace Portico.Aws.Signing;

/// <summary>What is wrong with a signature; services name these differently, so the names are given by who answers.</summary>
public enum SignatureFailureKind
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It is not whole, or not in the form of one.</summary>
    Incomplete,

    /// <summary>Nobody has this access key.</summary>
    UnknownKey,

    /// <summary>The session is over.</summary>
    ExpiredToken,

    /// <summary>It is for another time, region or service, or simply not the right one.</summary>
    Invalid,
}
