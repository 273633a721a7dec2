namespace Portico.DataPlane.Traffic;

/// <summary>Why an API key opens nothing.</summary>
public enum ApiKeyStanding
{
    /// <summary>No usage plan has such a key.</summary>
    Unknown,

    /// <summary>The key is disabled.</summary>
    Disabled,

    /// <summary>None of its plans has the stage.</summary>
    NotForTheStage,
}
