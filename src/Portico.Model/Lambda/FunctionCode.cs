namespace Portico.Model.Lambda;

/// <summary>Where a version's code is.</summary>
public sealed record FunctionCode
{
    /// <summary>SHA-256 of the package, base64, as AWS shows it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of the package.</summary>
    public required long Size { get; init; }

    /// <summary>A folder of the user's that is run as it is, or null for a package in the code store.</summary>
    public string? Folder { get; init; }
}
