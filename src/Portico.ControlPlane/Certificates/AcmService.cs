using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.Protocol;

namespace Portico.ControlPlane.Certificates;

/// <summary>The part of AWS Certificate Manager that gives certificates to domain names: what is imported here is what listeners show.</summary>
/// <seealso href="https://docs.aws.amazon.com/acm/latest/APIReference/Welcome.html"/>
public static class AcmService
{
    /// <summary>Makes the service. An operation that is not there answers 501.</summary>
    public static JsonRpcService Create(ControlPlaneServices services)
    {
        var handlers = new OperationHandlers();
        new CertificateOperations(services, new AccountAccess(services.Catalog)).AddTo(handlers);
        return new(OperationTables.Acm, handlers.ByName.ToDictionary(pair => pair.Key, pair => Authorized(pair.Value)), new()
        {
            AccountId = services.AccountId,
            DefaultRegion = services.DefaultRegion,
            NewRequestId = services.NewRequestId,
            OnUnexpected = services.OnUnexpected,
        });
    }

    // The certificate is named in the body, so that who may do it to which is asked once that is read.
    private static OperationHandler Authorized(OperationHandler handler) => (call, cancellationToken) =>
    {
        foreach (var permission in AcmPermissions.All[call.Operation.Name])
        {
            var named = call.Input.Text("CertificateArn") ?? $"arn:aws:acm:{call.Region}:{call.AccountId}:certificate/*";
            call.Require(permission.Action, permission.Resource == AcmPermissions.Named ? named : permission.Resource);
        }

        return handler(call, cancellationToken);
    };
}
