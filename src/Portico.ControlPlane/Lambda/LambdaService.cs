using Portico.ControlPlane.Operations;
using Portico.Protocol;

namespace Portico.ControlPlane.Lambda;

/// <summary>The service <c>lambda</c> (2015-03-31): functions, their versions, aliases and policies, and calls of them.</summary>
public static class LambdaService
{
    // What AWS takes of one request: a package of 50 MB in base64, and what is around it.
    private const int MaxBodyBytes = 70_167_211;

    /// <summary>Makes the service. An operation that no family adds answers 501.</summary>
    public static RestJsonService Create(LambdaServices services)
    {
        var handlers = new OperationHandlers();
        var access = new FunctionAccess(services.Functions);
        new FunctionOperations(services, access).AddTo(handlers);
        new VersionOperations(services, access).AddTo(handlers);
        new AliasOperations(services, access).AddTo(handlers);
        new PolicyOperations(services, access).AddTo(handlers);
        new InvocationOperations(services, access).AddTo(handlers);
        new ConcurrencyOperations(access).AddTo(handlers);
        new EventInvokeConfigOperations(services, access).AddTo(handlers);
        new LambdaTagOperations(services).AddTo(handlers);
        new AccountSettingsOperations(services).AddTo(handlers);
        return new(OperationTables.Lambda, handlers.ByName, new()
        {
            AccountId = services.AccountId,
            DefaultRegion = services.DefaultRegion,
            MaxBodyBytes = MaxBodyBytes,
            NewRequestId = services.NewRequestId,
            OnUnexpected = services.OnUnexpected,
            NamesMembersAlone = true,
            ErrorMembers = [new("Type", "User")],
            UpperCaseMessage = ["ResourceNotFoundException", "AccessDeniedException"],
        });
    }
}
