using Portico.ControlPlane.Access;
using Portico.ControlPlane.Accounts;
using Portico.ControlPlane.ApiKeys;
using Portico.ControlPlane.Authorizers;
using Portico.ControlPlane.ClientCertificates;
using Portico.ControlPlane.Deployments;
using Portico.ControlPlane.Documentation;
using Portico.ControlPlane.DomainNames;
using Portico.ControlPlane.Exports;
using Portico.ControlPlane.GatewayResponses;
using Portico.ControlPlane.Integrations;
using Portico.ControlPlane.Methods;
using Portico.ControlPlane.Models;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RequestValidators;
using Portico.ControlPlane.Resources;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Sdks;
using Portico.ControlPlane.SdkTypes;
using Portico.ControlPlane.Stages;
using Portico.ControlPlane.Tags;
using Portico.ControlPlane.TestInvocations;
using Portico.ControlPlane.UsagePlans;
using Portico.ControlPlane.VpcLinks;
using Portico.Protocol;

namespace Portico.ControlPlane;

/// <summary>The service <c>apigateway</c> (2015-07-09): REST APIs and what belongs to them.</summary>
public static class ApiGatewayService
{
    /// <summary>Makes the service. An operation that no family adds answers 501.</summary>
    public static RestJsonService Create(ControlPlaneServices services)
    {
        var handlers = new OperationHandlers();
        var apis = new RestApiAccess(services.Catalog);
        var account = new AccountAccess(services.Catalog);
        new RestApiOperations(services, apis).AddTo(handlers);
        new RestApiImportOperations(services, apis).AddTo(handlers);
        new ResourceOperations(services, apis).AddTo(handlers);
        new MethodOperations(apis).AddTo(handlers);
        new MethodResponseOperations(apis).AddTo(handlers);
        new IntegrationOperations(apis).AddTo(handlers);
        new IntegrationResponseOperations(apis).AddTo(handlers);
        new AuthorizerOperations(services, apis).AddTo(handlers);
        new DeploymentOperations(services, apis).AddTo(handlers);
        new StageOperations(services, apis).AddTo(handlers);
        new ModelOperations(services, apis).AddTo(handlers);
        new RequestValidatorOperations(services, apis).AddTo(handlers);
        new GatewayResponseOperations(apis).AddTo(handlers);
        new DocumentationPartOperations(services, apis).AddTo(handlers);
        new DocumentationVersionOperations(services, apis).AddTo(handlers);
        new ExportOperations(services, apis).AddTo(handlers);
        new TestInvocationOperations(services, apis, account).AddTo(handlers);
        new SdkOperations(services, apis).AddTo(handlers);
        new ApiKeyOperations(services, account).AddTo(handlers);
        new ApiKeyImportOperations(services, account).AddTo(handlers);
        new UsagePlanOperations(services, account).AddTo(handlers);
        new UsagePlanKeyOperations(services, account).AddTo(handlers);
        new UsageOperations(services, account).AddTo(handlers);
        new ClientCertificateOperations(services, account).AddTo(handlers);
        new DomainNameOperations(services, account).AddTo(handlers);
        new BasePathMappingOperations(account).AddTo(handlers);
        new DomainNameAccessAssociationOperations(account).AddTo(handlers);
        new VpcLinkOperations(services, account).AddTo(handlers);
        new AccountOperations(services, account).AddTo(handlers);
        SdkTypeOperations.AddTo(handlers);
        new TagOperations(apis, account).AddTo(handlers);
        return new(OperationTables.ApiGateway, handlers.ByName, new()
        {
            AccountId = services.AccountId,
            DefaultRegion = services.DefaultRegion,
            NewRequestId = services.NewRequestId,
            OnUnread = services.OnUnread,
            OnUnexpected = services.OnUnexpected,
        });
    }
}
