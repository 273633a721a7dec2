using System.Text.Json.Nodes;
using Portico.ControlPlane.Operations;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Tests.Operations;

/// <summary>Which operations are there, and that each member of what they take has a say in what they do.</summary>
public sealed class OperationCoverageTests
{
    private const string Uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations";

    /// <summary>What answers 501 so far. Whoever brings one of them takes it off; in the end the list is empty.</summary>
    private static readonly string[] NotThereYet =
    [
        "CreateApiKey", "CreateBasePathMapping", "CreateDomainName", "CreateDomainNameAccessAssociation", "CreateUsagePlan", "CreateUsagePlanKey", "CreateVpcLink",
        "DeleteApiKey", "DeleteBasePathMapping", "DeleteClientCertificate", "DeleteDomainName", "DeleteDomainNameAccessAssociation", "DeleteUsagePlan", "DeleteUsagePlanKey", "DeleteVpcLink",
        "GenerateClientCertificate", "GetAccount", "GetApiKey", "GetApiKeys", "GetBasePathMapping", "GetBasePathMappings", "GetClientCertificate", "GetClientCertificates", "GetDomainName",
        "GetDomainNameAccessAssociations", "GetDomainNames", "GetSdk", "GetSdkType", "GetSdkTypes", "GetUsage", "GetUsagePlan", "GetUsagePlanKey", "GetUsagePlanKeys", "GetUsagePlans", "GetVpcLink", "GetVpcLinks",
        "ImportApiKeys", "RejectDomainNameAccessAssociation", "TestInvokeAuthorizer", "TestInvokeMethod",
        "UpdateAccount", "UpdateApiKey", "UpdateBasePathMapping", "UpdateClientCertificate", "UpdateDomainName", "UpdateUsage", "UpdateUsagePlan", "UpdateVpcLink",
    ];

    // A life of one API in which each operation is sent everything that it takes. A name in capitals stands for the id that an earlier call made.
    private static readonly (string Operation, string Target, string Body, string? Makes)[] Life =
    [
        ("CreateRestApi", "", """{"name":"n","description":"d","version":"1","binaryMediaTypes":["a/b"],"minimumCompressionSize":0,"apiKeySource":"HEADER","endpointConfiguration":{"types":["PRIVATE"],"ipAddressType":"dualstack","vpcEndpointIds":["vpce-1"]},"policy":"","tags":{"a":"b"},"disableExecuteApiEndpoint":false,"securityPolicy":"","endpointAccessMode":"BASIC","cloneFrom":""}""", null),
        ("CreateRestApi", "", """{"name":"n"}""", "API"),
        ("GetRestApis", "?limit=1&position=", "", null),
        ("GetRestApi", "/API", "", "ROOT"),
        ("UpdateRestApi", "/API", Patch("replace", "/name", "m"), null),
        ("ImportRestApi", "?mode=import&failonwarnings=true&basepath=ignore", """{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{}}""", null),
        ("PutRestApi", "/API?mode=merge&failonwarnings=false&basepath=ignore", """{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{}}""", null),
        ("CreateAuthorizer", "/API/authorizers", $$"""{"name":"n","type":"REQUEST","providerARNs":[],"authType":"x","authorizerUri":"{{Uri}}","authorizerCredentials":"c","identitySource":"context.path","identityValidationExpression":"x","authorizerResultTtlInSeconds":1}""", "AUTHORIZER"),
        ("GetAuthorizers", "/API/authorizers?limit=1&position=", "", null),
        ("GetAuthorizer", "/API/authorizers/AUTHORIZER", "", null),
        ("UpdateAuthorizer", "/API/authorizers/AUTHORIZER", Patch("replace", "/name", "m"), null),
        ("CreateModel", "/API/models", """{"name":"M","description":"d","schema":"{\"type\":\"object\"}","contentType":"application/json"}""", null),
        ("GetModels", "/API/models?limit=1&position=", "", null),
        ("GetModel", "/API/models/M?flatten=true", "", null),
        ("GetModelTemplate", "/API/models/M/default_template", "", null),
        ("UpdateModel", "/API/models/M", Patch("replace", "/description", "m"), null),
        ("CreateRequestValidator", "/API/requestvalidators", """{"name":"v","validateRequestBody":true,"validateRequestParameters":true}""", "VALIDATOR"),
        ("GetRequestValidators", "/API/requestvalidators?limit=1&position=", "", null),
        ("GetRequestValidator", "/API/requestvalidators/VALIDATOR", "", null),
        ("UpdateRequestValidator", "/API/requestvalidators/VALIDATOR", Patch("replace", "/name", "m"), null),
        ("PutGatewayResponse", "/API/gatewayresponses/THROTTLED", """{"statusCode":"429","responseParameters":{"gatewayresponse.header.X":"'x'"},"responseTemplates":{"application/json":"x"}}""", null),
        ("GetGatewayResponses", "/API/gatewayresponses?limit=1&position=", "", null),
        ("GetGatewayResponse", "/API/gatewayresponses/THROTTLED", "", null),
        ("UpdateGatewayResponse", "/API/gatewayresponses/THROTTLED", Patch("replace", "/statusCode", "430"), null),
        ("DeleteGatewayResponse", "/API/gatewayresponses/THROTTLED", "", null),
        ("CreateResource", "/API/resources/ROOT", """{"pathPart":"{id}"}""", "RESOURCE"),
        ("GetResources", "/API/resources?limit=1&position=&embed=methods", "", null),
        ("GetResource", "/API/resources/RESOURCE?embed=methods", "", null),
        ("UpdateResource", "/API/resources/RESOURCE", Patch("replace", "/pathPart", "{x}"), null),
        ("PutMethod", "/API/resources/RESOURCE/methods/GET", """{"authorizationType":"CUSTOM","authorizerId":"AUTHORIZER","apiKeyRequired":true,"operationName":"o","requestParameters":{"method.request.path.x":true},"requestModels":{"application/json":"M"},"requestValidatorId":"VALIDATOR","authorizationScopes":[]}""", null),
        ("GetMethod", "/API/resources/RESOURCE/methods/GET", "", null),
        ("UpdateMethod", "/API/resources/RESOURCE/methods/GET", Patch("replace", "/operationName", "m"), null),
        ("PutMethodResponse", "/API/resources/RESOURCE/methods/GET/responses/200", """{"responseParameters":{"method.response.header.X":true},"responseModels":{"application/json":"M"}}""", null),
        ("GetMethodResponse", "/API/resources/RESOURCE/methods/GET/responses/200", "", null),
        ("UpdateMethodResponse", "/API/resources/RESOURCE/methods/GET/responses/200", Patch("replace", "/responseModels/application~1json", "Empty"), null),
        ("PutIntegration", "/API/resources/RESOURCE/methods/GET/integration", """{"type":"HTTP","httpMethod":"GET","uri":"http://example.com","connectionType":"INTERNET","connectionId":"c","credentials":"c","requestParameters":{"integration.request.header.X":"'x'"},"requestTemplates":{"application/json":"x"},"passthroughBehavior":"NEVER","cacheNamespace":"n","cacheKeyParameters":["method.request.path.x"],"contentHandling":"CONVERT_TO_TEXT","timeoutInMillis":50,"tlsConfig":{"insecureSkipVerification":true},"responseTransferMode":"BUFFERED","integrationTarget":"t"}""", null),
        ("GetIntegration", "/API/resources/RESOURCE/methods/GET/integration", "", null),
        ("UpdateIntegration", "/API/resources/RESOURCE/methods/GET/integration", Patch("replace", "/timeoutInMillis", "60"), null),
        ("PutIntegrationResponse", "/API/resources/RESOURCE/methods/GET/integration/responses/200", """{"selectionPattern":"2..","responseParameters":{"method.response.header.X":"'x'"},"responseTemplates":{"application/json":"x"},"contentHandling":"CONVERT_TO_TEXT"}""", null),
        ("GetIntegrationResponse", "/API/resources/RESOURCE/methods/GET/integration/responses/200", "", null),
        ("UpdateIntegrationResponse", "/API/resources/RESOURCE/methods/GET/integration/responses/200", Patch("replace", "/selectionPattern", ""), null),
        ("CreateDocumentationPart", "/API/documentation/parts", """{"location":{"type":"RESPONSE_HEADER","path":"/","method":"GET","statusCode":"200","name":"n"},"properties":"{}"}""", "PART"),
        ("GetDocumentationParts", "/API/documentation/parts?type=RESPONSE_HEADER&name=n&path=/&position=&limit=1&locationStatus=DOCUMENTED", "", null),
        ("GetDocumentationPart", "/API/documentation/parts/PART", "", null),
        ("UpdateDocumentationPart", "/API/documentation/parts/PART", Patch("replace", "/properties", "{}"), null),
        ("ImportDocumentationParts", "/API/documentation/parts?mode=merge&failonwarnings=true", """{"swagger":"2.0","info":{"title":"t","version":"1"}}""", null),
        ("CreateDeployment", "/API/deployments", """{"stageName":"dev","stageDescription":"d","description":"d","cacheClusterEnabled":false,"cacheClusterSize":"0.5","variables":{"a":"b"},"tracingEnabled":true}""", "DEPLOYMENT"),
        ("CreateDeployment", "/API/deployments", """{"stageName":"dev","canarySettings":{"percentTraffic":1,"stageVariableOverrides":{"a":"c"},"useStageCache":true}}""", null),
        ("GetDeployments", "/API/deployments?limit=1&position=", "", null),
        ("GetDeployment", "/API/deployments/DEPLOYMENT?embed=apisummary", "", null),
        ("UpdateDeployment", "/API/deployments/DEPLOYMENT", Patch("replace", "/description", "m"), null),
        ("CreateDocumentationVersion", "/API/documentation/versions", """{"documentationVersion":"1","stageName":"dev","description":"d"}""", null),
        ("GetDocumentationVersions", "/API/documentation/versions?limit=1&position=", "", null),
        ("GetDocumentationVersion", "/API/documentation/versions/1", "", null),
        ("UpdateDocumentationVersion", "/API/documentation/versions/1", Patch("replace", "/description", "m"), null),
        ("CreateStage", "/API/stages", """{"stageName":"new","deploymentId":"DEPLOYMENT","description":"d","cacheClusterEnabled":false,"cacheClusterSize":"0.5","variables":{"a":"b"},"documentationVersion":"1","canarySettings":{"deploymentId":"DEPLOYMENT","percentTraffic":1,"stageVariableOverrides":{"a":"c"},"useStageCache":true},"tracingEnabled":true,"tags":{"a":"b"}}""", null),
        ("GetStages", "/API/stages?deploymentId=DEPLOYMENT", "", null),
        ("GetStage", "/API/stages/dev", "", null),
        ("UpdateStage", "/API/stages/dev", Patch("replace", "/description", "m"), null),
        ("FlushStageCache", "/API/stages/dev/cache/data", "", null),
        ("FlushStageAuthorizersCache", "/API/stages/dev/cache/authorizers", "", null),
        ("GetExport", "/API/stages/dev/exports/swagger?extensions=apigateway", "", null),
        ("DeleteStage", "/API/stages/dev", "", null),
        ("DeleteStage", "/API/stages/new", "", null),
        ("DeleteDeployment", "/API/deployments/DEPLOYMENT", "", null),
        ("DeleteDocumentationVersion", "/API/documentation/versions/1", "", null),
        ("DeleteDocumentationPart", "/API/documentation/parts/PART", "", null),
        ("DeleteIntegrationResponse", "/API/resources/RESOURCE/methods/GET/integration/responses/200", "", null),
        ("DeleteIntegration", "/API/resources/RESOURCE/methods/GET/integration", "", null),
        ("DeleteMethodResponse", "/API/resources/RESOURCE/methods/GET/responses/200", "", null),
        ("DeleteMethod", "/API/resources/RESOURCE/methods/GET", "", null),
        ("DeleteResource", "/API/resources/RESOURCE", "", null),
        ("DeleteRequestValidator", "/API/requestvalidators/VALIDATOR", "", null),
        ("DeleteModel", "/API/models/M", "", null),
        ("DeleteAuthorizer", "/API/authorizers/AUTHORIZER", "", null),
        ("DeleteRestApi", "/API", "", null),
    ];

    private static readonly OperationTable Table = OperationTables.ApiGateway;

    private static readonly Lazy<Task<Dictionary<string, HashSet<string>>>> Unread = new(LiveAsync);

    public static TheoryData<string> OfApis() => [.. Table.Operations.Values.Where(IsOfApis).Select(operation => operation.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task What_is_not_there_yet_is_known()
    {
        var plane = await ControlPlane.StartAsync();

        Assert.Equal(NotThereYet.Order(StringComparer.Ordinal), Table.Operations.Keys.Where(name => !plane.Offers(name)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OfApis))]
    public async Task Every_member_of_a_call_has_a_say(string operation)
    {
        Assert.Empty(MembersOf(operation).Except(Life.Where(call => call.Operation == operation).SelectMany(Sent)));
        var unread = (await Unread.Value).GetValueOrDefault(operation) ?? [];
        Assert.Empty(unread.Except(MemberRemark.All.Where(remark => remark.Operation == operation && remark.Effect == MemberEffect.WithoutEffect).Select(remark => remark.Member)));
    }

    [Fact]
    public void Remarks_are_about_operations_and_members_that_there_are() => Assert.All(
        MemberRemark.All,
        remark => Assert.Contains(remark.Member.Split(' ')[0], Table.Shape(Table.Operations[remark.Operation].Input!).Members.Select(member => member.Name)));

    private static bool IsOfApis(OperationDescription operation) => operation.Uri.Text.StartsWith("/restapis", StringComparison.Ordinal) && !NotThereYet.Contains(operation.Name);

    // Headers and labels are there with every call.
    private static IEnumerable<string> MembersOf(string operation) => Table.Operations[operation].Input is { } input
        ? Table.Shape(input).Members.Where(member => member.Place is MemberPlace.Body or MemberPlace.QueryString).Select(member => member.Name)
        : [];

    private static IEnumerable<string> Sent((string Operation, string Target, string Body, string? Makes) call)
    {
        var shape = Table.Shape(Table.Operations[call.Operation].Input!);
        var body = shape.Payload is null && call.Body.Length > 0 ? JsonNode.Parse(call.Body)!.AsObject() : [];
        var query = call.Target.Split('?').ElementAtOrDefault(1)?.Split('&').Select(pair => pair.Split('=')[0]).ToList() ?? [];
        return shape.Members
            .Where(member => member.Name == shape.Payload ? call.Body.Length > 0 : member.Place == MemberPlace.Body ? body.ContainsKey(member.WireName) : query.Contains(member.WireName))
            .Select(member => member.Name);
    }

    private static async Task<Dictionary<string, HashSet<string>>> LiveAsync()
    {
        var plane = await ControlPlane.StartAsync();
        var ids = new Dictionary<string, string>();
        foreach (var (operation, target, body, makes) in Life)
        {
            var answer = operation == "GetExport"
                ? JsonNode.Parse((await plane.Download("/restapis" + Named(target), "application/json")).Text)!
                : await plane.Done(Table.Operations[operation].Method, "/restapis" + Named(target), Named(body));
            if (makes is not null) ids[makes] = (string)answer[makes == "ROOT" ? "rootResourceId" : "id"]!;
        }

        return plane.Unread;

        string Named(string text) => ids.Aggregate(text, (named, id) => named.Replace(id.Key, id.Value, StringComparison.Ordinal));
    }

    private static string Patch(string op, string path, string value) => new JsonObject { ["patchOperations"] = new JsonArray(new JsonObject { ["op"] = op, ["path"] = path, ["value"] = value }) }.ToJsonString();
}
