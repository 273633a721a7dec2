namespace Portico.Aws.Policies;

/// <summary>Who calls, as policies see it.</summary>
public sealed record PolicyPrincipal
{
    /// <summary>A caller who has not said who it is. Only the principal <c>*</c> means it too.</summary>
    public static PolicyPrincipal Anonymous { get; } = new() { Arn = "", AccountId = "" };

    /// <summary>Such as <c>arn:aws:iam::123456789012:user/ann</c> or <c>arn:aws:sts::123456789012:assumed-role/reader/session</c>.</summary>
    public required string Arn { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>For a session: the role that was assumed. A policy that names the role means its sessions.</summary>
    public string? RoleArn { get; init; }

    /// <summary>For a service: such as <c>apigateway.amazonaws.com</c>.</summary>
    public string? Service { get; init; }
}
