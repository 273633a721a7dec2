namespace Portico.Identity;

/// <summary>Temporary credentials: of a role that was assumed, of a user, or of the root user when both are null.</summary>
public sealed record Session
{
    public required AccessKey Key { get; init; }

    public required string SessionToken { get; init; }

    public required DateTimeOffset Expiration { get; init; }

    public string? RoleName { get; init; }

    /// <summary>With a role: what the caller named this session.</summary>
    public string? SessionName { get; init; }

    public string? UserName { get; init; }

    public override string ToString() => Key.AccessKeyId;
}
