using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of an integration and of its responses.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateIntegration-Patch"/>
public static class IntegrationPatches
{
    private static readonly PatchTable<Integration> Table = new(PatchRefusals.Plain,
        new("/uri", PatchOps.Replace, (integration, step) => NotMock(integration, step) with { Uri = step.Value }),
        new("/httpMethod", PatchOps.Replace, (integration, step) => NotMock(integration, step) with { HttpMethod = step.Value }),
        new("/connectionId", PatchOps.Replace, (integration, step) => integration with { ConnectionId = step.ValueOrNull }),
        new("/connectionType", PatchOps.Replace, (integration, step) => integration with { ConnectionType = step.OneOf("INTERNET", "VPC_LINK") }),
        new("/credentials", PatchOps.Replace, (integration, step) => integration with { Credentials = step.ValueOrNull }),
        new("/contentHandling", PatchOps.Replace, (integration, step) => integration with { ContentHandling = ContentHandling(step) }),
        new("/passthroughBehavior", PatchOps.Replace, (integration, step) => integration with { PassthroughBehavior = step.Value ?? "" }),
        new("/timeoutInMillis", PatchOps.Replace, (integration, step) => integration with { TimeoutInMillis = step.Whole() }),
        new("/cacheNamespace", PatchOps.Replace, (integration, step) => integration with { CacheNamespace = step.ValueOrNull }),
        new("/cacheKeyParameters/{}", PatchOps.All, CacheKeyParameters),
        new("/requestParameters/{}", PatchOps.All,
            (integration, step) => integration with { RequestParameters = integration.RequestParameters.PatchParameter(step, (_, value) => value ?? "").OrAbsent() }),
        new("/requestTemplates/{}", PatchOps.All, (integration, step) => integration with { RequestTemplates = integration.RequestTemplates.PatchTemplate(step).OrAbsent() }),
        new("/tlsConfig/insecureSkipVerification", PatchOps.Replace, (integration, step) => integration with { TlsConfig = new(step.Flag) }),
        new("/responseTransferMode", PatchOps.Replace, (integration, step) => integration with { ResponseTransferMode = step.OneOf("BUFFERED", "STREAM") }),
        new("/integrationTarget", PatchOps.Replace, (integration, step) => integration with { IntegrationTarget = step.ValueOrNull }));

    private static readonly PatchTable<IntegrationResponse> ResponseTable = new(PatchRefusals.Plain,
        new("/selectionPattern", PatchOps.Replace, (response, step) => response with { SelectionPattern = step.Value }),
        new("/contentHandling", PatchOps.Replace, (response, step) => response with { ContentHandling = ContentHandling(step) }),
        new("/responseParameters/{}", PatchOps.All,
            (response, step) => response with { ResponseParameters = response.ResponseParameters.PatchParameter(step, (_, value) => value ?? "").OrAbsent() }),
        new("/responseTemplates/{}", PatchOps.All, (response, step) => response with { ResponseTemplates = response.ResponseTemplates.PatchTemplate(step).OrAbsent() }));

    /// <summary>The integration after all operations, or the refusal of one.</summary>
    public static Integration Apply(RestApiDefinition definition, Resource resource, Method method, IEnumerable<PatchOperation> operations) =>
        IntegrationRules.Checked(definition, resource, method, Table.Apply(method.Integration!, operations));

    /// <summary>The integration response after all operations, or the refusal of one.</summary>
    public static IntegrationResponse Apply(Method method, IntegrationResponse response, IEnumerable<PatchOperation> operations) =>
        IntegrationRules.Checked(method, ResponseTable.Apply(response, operations));

    private static Integration NotMock(Integration integration, PatchStep step) =>
        integration.Type == IntegrationType.MOCK ? throw ServiceException.BadRequest($"Invalid patch path {step.Path}") : integration;

    private static string? ContentHandling(PatchStep step) => step.ValueOrNull is null ? null : step.OneOf("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");

    private static Integration CacheKeyParameters(Integration integration, PatchStep step)
    {
        var others = integration.CacheKeyParameters.Remove(step.Name);
        if (step.Op != PatchOps.Add && others.Length == integration.CacheKeyParameters.Length) throw ServiceException.NotFound("Invalid parameter name specified");
        return integration with { CacheKeyParameters = step.Op switch { PatchOps.Remove => others, PatchOps.Replace => others.Add(step.ValueOrNull ?? step.Name), _ => others.Add(step.Name) } };
    }
}
