using System.Collections.Immutable;

namespace Portico.Model.Lambda;

/// <summary>The resource-based policy of a function or one of its qualifiers.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"/>
public sealed record FunctionPolicy
{
    /// <summary>In the order in which they were added.</summary>
    public ImmutableArray<PermissionStatement> Statements { get; init; } = [];

    public required string RevisionId { get; init; }

    /// <summary>Whether a service may call on behalf of something.</summary>
    /// <param name="service">Such as <c>apigateway.amazonaws.com</c>.</param>
    /// <param name="sourceArn">What the service calls for, such as a method of an API.</param>
    /// <param name="account">The account that it belongs to.</param>
    public bool AllowsInvoke(string service, string sourceArn, string account)
    {
        foreach (var statement in Statements)
        {
            if (statement.AllowsInvoke(service, sourceArn, account)) return true;
        }

        return false;
    }
}
