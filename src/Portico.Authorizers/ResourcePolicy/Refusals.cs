using Portico.Aws.Vocabulary;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>How AWS says no, to the letter.</summary>
public static class Refusals
{
    private const string Invoke = "execute-api:Invoke";

    public const string DeniedByIdentity = " with an explicit deny in an identity-based policy";
    public const string DeniedByResource = " with an explicit deny in a resource-based policy";
    public const string NotAllowedByIdentity = " because no identity-based policy allows the execute-api:Invoke action";
    public const string NotAllowedByResource = " because no resource-based policy allows the execute-api:Invoke action";

    /// <param name="invocation">The call.</param>
    /// <param name="userArn">Who called, or <c>anonymous</c>.</param>
    /// <param name="ending">One of the endings above.</param>
    /// <param name="reason">Which statement decided.</param>
    /// <param name="action">What was not allowed.</param>
    public static GatewayFault Of(Invocation invocation, string userArn, string ending, DecisionReason reason, string action = Invoke) => new()
    {
        Type = GatewayResponseType.AccessDenied,
        Message = $"User: {userArn} is not authorized to perform: {action} on resource: {MethodArn.Masked(invocation)}{ending.Replace(Invoke, action, StringComparison.Ordinal)}",
        Reason = reason,
    };
}
