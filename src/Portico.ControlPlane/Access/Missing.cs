using Portico.Aws;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Access;

/// <summary>What AWS says when something that a call names is not there, and the look-ups that say it.</summary>
internal static class Missing
{
    public static ServiceException Api(OperationCall call) => Api(call, call.Input.Required("restApiId"));

    public static ServiceException Api(OperationCall call, string apiId) => ServiceException.NotFound($"Invalid API identifier specified {call.AccountId}:{apiId}");

    public static ServiceException Resource(OperationCall call) => ServiceException.NotFound("Invalid Resource identifier specified");

    public static ServiceException Stage(OperationCall call) => ServiceException.NotFound("Invalid stage identifier specified");

    public static ServiceException Deployment(OperationCall call) => ServiceException.NotFound("Invalid Deployment identifier specified");

    public static ServiceException Model(OperationCall call) => ServiceException.NotFound($"Invalid model name specified: {call.Input.Required("modelName")}");

    public static ServiceException RequestValidator(OperationCall call) => ServiceException.NotFound("Invalid Request Validator identifier specified");

    public static ServiceException Authorizer(OperationCall call) => ServiceException.NotFound("Invalid Authorizer identifier specified");

    public static ServiceException DocumentationPart(OperationCall call) => ServiceException.NotFound("Invalid Documentation part identifier specified");

    public static ServiceException DocumentationVersion(OperationCall call) => ServiceException.NotFound("Invalid Documentation version specified");

    public static ServiceException Method() => ServiceException.NotFound("Invalid Method identifier specified");

    public static ServiceException Integration() => ServiceException.NotFound("Invalid Integration identifier specified");

    public static ServiceException StatusCode() => ServiceException.NotFound("Invalid Response status code specified");

    public static ServiceException ApiKey() => ServiceException.NotFound("Invalid API Key identifier specified");

    /// <summary>A key that is none of a usage plan's, where its use is asked for.</summary>
    public static ServiceException UsedKey() => ServiceException.NotFound("Invalid Key identifier specified");

    public static ServiceException UsagePlan() => ServiceException.NotFound("Invalid Usage Plan ID specified");

    public static ServiceException ClientCertificate() => ServiceException.NotFound("Invalid Client Certificate identifier specified");

    public static ServiceException VpcLink() => ServiceException.NotFound("Invalid Vpc Link identifier specified");

    public static ServiceException DomainName() => ServiceException.NotFound("Invalid domain name identifier specified");

    public static ServiceException BasePathMapping() => ServiceException.NotFound("Invalid base path mapping identifier specified");

    public static ServiceException DomainNameAccessAssociation() => ServiceException.NotFound("Invalid domain name access association identifier specified");

    /// <summary>The resource that a call names.</summary>
    public static Resource ResourceOf(this OperationCall call, RestApiDefinition definition) => definition.FindResource(call.Input.Required("resourceId"));

    /// <summary>The method that a call names, on its resource.</summary>
    public static (Resource Resource, Method Method) MethodOf(this OperationCall call, RestApiDefinition definition)
    {
        var resource = call.ResourceOf(definition);
        return (resource, resource.Methods.GetValueOrDefault(call.Input.Required("httpMethod")) ?? throw Method());
    }

    /// <summary>The definition with another method in place of that of the same verb.</summary>
    public static RestApiDefinition With(this RestApiDefinition definition, Resource resource, Method method) =>
        definition.With(resource with { Methods = resource.Methods.SetItem(method.HttpMethod, method) });
}
