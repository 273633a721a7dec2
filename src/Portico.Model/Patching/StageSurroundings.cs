namespace Portico.Model.Patching;

/// <summary>What a patch of a stage may ask of the API and the account that the stage belongs to.</summary>
public sealed record StageSurroundings
{
    /// <summary>Whether the API has a deployment of an id.</summary>
    public required Func<string, bool> HasDeployment { get; init; }

    /// <summary>Whether the API has a documentation version of a name.</summary>
    public required Func<string, bool> HasDocumentationVersion { get; init; }

    /// <summary>Whether the account has a client certificate of an id.</summary>
    public required Func<string, bool> HasClientCertificate { get; init; }

    /// <summary>Whether the account has a role that writes logs.</summary>
    public required bool CanLog { get; init; }
}
