namespace Portico.Model.Lambda;

/// <summary>One permission, as AddPermission makes it.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html"/>
public sealed record PermissionStatement
{
    public required string StatementId { get; init; }

    /// <summary><c>lambda:InvokeFunction</c>, another action, or <c>lambda:*</c> or <c>*</c>.</summary>
    public required string Action { get; init; }

    /// <summary>A service such as <c>apigateway.amazonaws.com</c>, an account, an ARN, or <c>*</c>.</summary>
    public required string Principal { get; init; }

    /// <summary>What the principal must be calling for, with <c>*</c> and <c>?</c>; null for anything.</summary>
    public string? SourceArn { get; init; }

    public string? SourceAccount { get; init; }

    public string? EventSourceToken { get; init; }

    public string? PrincipalOrgId { get; init; }

    public string? FunctionUrlAuthType { get; init; }

    /// <summary>Whether the statement lets a service call. A condition that no call of a service fulfils keeps it out.</summary>
    public bool AllowsInvoke(string service, string sourceArn, string account) =>
        Action is "lambda:InvokeFunction" or "lambda:*" or "*"
        && (Principal == "*" || Principal.Equals(service, StringComparison.Ordinal))
        && EventSourceToken is null && PrincipalOrgId is null && FunctionUrlAuthType is null
        && (SourceAccount is null || SourceAccount == account)
        && (SourceArn is null || ArnPattern.Matches(SourceArn, sourceArn));
}
