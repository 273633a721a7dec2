using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RoutingRules;
using Portico.Protocol;

namespace Portico.ControlPlane;

/// <summary>The service <c>apigatewayv2</c> (2018-11-29). Its domain names are those of <see cref="ApiGatewayService"/>.</summary>
public static class ApiGatewayV2Service
{
    /// <summary>Makes the service. An operation that no family adds answers 501.</summary>
    public static RestJsonService Create(ControlPlaneServices services)
    {
        var handlers = new OperationHandlers();
        new RoutingRuleOperations(services, new AccountAccess(services.Catalog)).AddTo(handlers);
        return new(OperationTables.ApiGatewayV2, handlers.ByName, new()
        {
            AccountId = services.AccountId,
            DefaultRegion = services.DefaultRegion,
            NewRequestId = services.NewRequestId,
            OnUnread = services.OnUnread,
            OnUnexpected = services.OnUnexpected,
        });
    }
}
