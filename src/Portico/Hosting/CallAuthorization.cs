using System.Collections.Immutable;
using Portico.Aws;
using Portico.Aws.Policies;
using Portico.DataPlane.Callers;
using Portico.Protocol.Access;
using Portico.Protocol.Operations;

namespace Portico.Hosting;

/// <summary>What one caller may do with one service, by his policies and the service's table.</summary>
internal sealed class CallAuthorization(Caller caller, string accountId, string region, IConditionKeys keys, ILookup<string, OperationPermission> permissions) : ICallAuthorization
{
    private OperationDescription? _operation;
    private ImmutableArray<string> _labels = [];

    public void CheckOperation(OperationDescription operation, ImmutableArray<string> labels)
    {
        _operation = operation;
        _labels = labels;
        var needed = false;
        foreach (var permission in permissions[operation.Name].Where(permission => permission.Condition is null))
        {
            needed = true;
            Check(permission);
        }

        if (!needed && !caller.IsRoot) throw new ServiceException(403, "AccessDeniedException", $"User: {caller.Principal.Arn} is not authorized to perform: {operation.Name}");
    }

    public void Require(string action) => Check(permissions[_operation!.Name].First(permission => permission.Action == action));

    public void Require(string action, string resource) => Check(action, resource);

    /// <exception cref="ServiceException">The caller may not do it.</exception>
    internal void Check(string action, string resource)
    {
        var effect = caller.Decide(new PolicyRequest(action, resource, caller.Principal, keys)).Effect;
        if (effect == PolicyEffect.Allow) return;
        var why = effect == PolicyEffect.Deny ? "with an explicit deny in an identity-based policy" : $"because no identity-based policy allows the {action} action";
        throw new ServiceException(403, "AccessDeniedException", $"User: {caller.Principal.Arn} is not authorized to perform: {action} on resource: {resource} {why}");
    }

    private void Check(OperationPermission permission) => Check(permission.Action, permission.ResourceArn(_operation!, _labels, region, accountId));
}
