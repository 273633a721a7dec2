using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Patching;

/// <summary>
/// AWS's table of what may be patched, row by row: each operation that it names is carried out, each other one is refused.
/// Where a recording shows more or less than the table, the row follows the recording and says so.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html"/>
public sealed class PatchMatrixTests
{
    private const string Uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations";
    private const string Pool = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/p";

    private static readonly string[] Ops = ["add", "replace", "remove", "copy", "move", "test"];

    // thing, path, operations that are carried out, value (and the place that is copied)
    private static readonly (string Thing, string Path, string Allowed, string? Value)[] Rows =
    [
        ("authorizer", "/authorizerUri", "replace", Uri),
        ("authorizer", "/authorizerCredentials", "replace", "arn:aws:iam::123456789012:role/r"),
        ("authorizer", "/authorizerResultTtlInSeconds", "replace", "0"),
        ("authorizer", "/authType", "replace", "custom"),
        ("authorizer", "/identitySource", "add replace remove", "method.request.header.a"),
        ("authorizer", "/identityValidationExpression", "replace", "^a$"),
        ("authorizer", "/name", "replace", "new"),
        ("authorizer", "/providerARNs", "add remove", Pool),
        ("authorizer", "/type", "replace", "REQUEST"),
        ("authorizer", "/id", "", "x"),
        ("deployment", "/description", "replace", "x"),
        ("deployment", "/id", "", "x"),
        ("part", "/properties", "replace", "{}"),
        ("part", "/location", "", "{}"),
        ("version", "/description", "replace", "x"),
        ("version", "/version", "", "x"),
        ("gateway response", "/statusCode", "replace", "444"),
        ("gateway response", "/responseParameters/gatewayresponse.header.X", "add replace remove", "'x'"),
        ("gateway response", "/responseTemplates/application~1json", "add replace remove", "x"),
        ("gateway response", "/responseType", "", "x"),
        ("integration", "/cacheKeyParameters/method.request.path.id", "add replace remove", "method.request.path.id"),
        ("integration", "/cacheNamespace", "replace", "x"),
        ("integration", "/connectionId", "replace", "x"),
        ("integration", "/connectionType", "replace", "INTERNET"),
        ("integration", "/contentHandling", "replace", "CONVERT_TO_TEXT"),
        ("integration", "/httpMethod", "replace", "PUT"),
        ("integration", "/integrationTarget", "replace", "x"),
        ("integration", "/passthroughBehavior", "replace", "NEVER"),
        ("integration", "/requestParameters/integration.request.header.x", "add replace remove", "'x'"),
        ("integration", "/requestTemplates/application~1json", "add replace remove", "x"),
        ("integration", "/responseTransferMode", "replace", "BUFFERED"),
        ("integration", "/timeoutInMillis", "replace", "50"),
        ("integration", "/tlsConfig/insecureSkipVerification", "replace", "true"),
        ("integration", "/type", "", "MOCK"),
        ("integration", "/uri", "replace", "https://example.com"),
        ("MOCK integration", "/uri", "", "https://example.com"),
        ("MOCK integration", "/httpMethod", "", "GET"),
        ("integration response", "/contentHandling", "replace", "CONVERT_TO_TEXT"),
        ("integration response", "/responseParameters/method.response.header.X", "add replace remove", "'x'"),
        ("integration response", "/responseTemplates/application~1json", "add replace remove", "x"),
        ("integration response", "/selectionPattern", "replace", "2.."),
        ("integration response", "/statusCode", "", "201"),
        ("method", "/authorizationScopes", "add remove", "a"),
        ("method", "/authorizationType", "replace", "COGNITO_USER_POOLS"),
        ("method", "/authorizerId", "replace", "USERS"),
        ("method", "/apiKeyRequired", "replace", "true"),
        ("method", "/operationName", "replace", "x"),
        ("method", "/requestParameters/method.request.path.id", "add replace remove", "true"),
        ("method", "/requestModels/application~1json", "add replace remove", "Empty"),
        ("method", "/requestValidatorId", "replace", ""),
        ("method", "/httpMethod", "", "PUT"),
        ("method response", "/responseModels/application~1json", "add replace remove", "Empty"),
        ("method response", "/responseParameters/method.response.header.X", "add replace remove", "true"),
        ("method response", "/statusCode", "", "201"),
        ("model", "/description", "replace", "x"),
        ("model", "/schema", "replace", "{\"type\":\"object\"}"),
        ("model", "/name", "", "x"),
        ("validator", "/name", "replace", "x"),
        ("validator", "/validateRequestBody", "replace", "true"),
        ("validator", "/validateRequestParameters", "replace", "true"),
        ("validator", "/id", "", "x"),
        ("resource", "/parentId", "replace", "ROOT"),
        ("resource", "/pathPart", "replace", "x"),
        ("resource", "/path", "", "x"),
        ("API", "/apiKeySource", "replace", "AUTHORIZER"),
        ("API", "/binaryMediaTypes/image~1png", "add replace remove", "image/gif"),
        ("API", "/description", "add replace remove", "x"),
        ("API", "/disableExecuteApiEndpoint", "replace", "true"),
        ("API", "/endpointConfiguration/types/EDGE", "replace", "REGIONAL"),
        ("API", "/endpointConfiguration/ipAddressType", "replace", "dualstack"),
        ("API", "/endpointAccessMode", "replace", "BASIC"),
        ("API", "/minimumCompressionSize", "replace", "0"),
        ("API", "/name", "replace", "x"),
        // Not enforced here, so only the empty value is taken.
        ("API", "/policy", "replace", ""),
        ("API", "/securityPolicy", "replace", ""),
        ("API", "/id", "", "x"),
        ("private API", "/endpointConfiguration/vpcEndpointIds", "add remove", "vpce-1"),
        ("API", "/endpointConfiguration/vpcEndpointIds", "remove", "vpce-1"),
        ("stage", "/accessLogSettings", "remove", null),
        // Recorded: the target cannot be taken away alone.
        ("stage", "/accessLogSettings/destinationArn", "add replace", "arn:aws:logs:eu-west-1:123456789012:log-group:g"),
        ("stage", "/accessLogSettings/format", "add replace remove", "$context.requestId"),
        ("stage", "/accessLogSettings/other", "", "x"),
        ("stage", "/cacheClusterEnabled", "replace", "true"),
        ("stage", "/cacheClusterSize", "replace", "0.5"),
        ("stage", "/canarySettings", "remove", null),
        ("stage", "/canarySettings/deploymentId", "replace", "DEPLOYMENT"),
        ("stage", "/canarySettings/percentTraffic", "replace", "1"),
        ("stage", "/canarySettings/stageVariableOverrides/a", "replace remove", "x"),
        ("stage", "/canarySettings/useStageCache", "replace", "true"),
        ("stage", "/clientCertificateId", "replace", ""),
        ("stage", "/deploymentId", "replace copy", "DEPLOYMENT /canarySettings/deploymentId"),
        ("stage", "/description", "replace", "x"),
        ("stage", "/documentationVersion", "replace", "1"),
        // Recorded: a variable is set and removed by its own name; all of them are only copied from a canary.
        ("stage", "/variables", "copy", "x /canarySettings/stageVariableOverrides"),
        ("stage", "/variables/a", "replace remove", "x"),
        ("stage", "/tracingEnabled", "replace", "true"),
        ("stage", "/~1pets/GET/metrics/enabled", "replace", "true"),
        ("stage", "/~1pets/GET/logging/dataTrace", "replace", "true"),
        ("stage", "/~1pets/GET/logging/loglevel", "replace", "OFF"),
        ("stage", "/~1pets/GET/throttling/burstLimit", "replace", "1"),
        ("stage", "/~1pets/GET/throttling/rateLimit", "replace", "1.5"),
        ("stage", "/~1pets/GET/caching/enabled", "replace", "true"),
        ("stage", "/~1pets/GET/caching/dataEncrypted", "replace", "true"),
        ("stage", "/~1pets/GET/caching/ttlInSeconds", "replace", "0"),
        ("stage", "/~1pets/GET/caching/requireAuthorizationForCacheControl", "replace", "false"),
        ("stage", "/~1pets/GET/caching/unauthorizedCacheControlHeaderStrategy", "replace", "FAIL_WITH_403"),
        ("stage", "/*/*", "remove", null),
        ("stage", "/stageName", "", "x"),
        ("account", "/cloudwatchRoleArn", "replace", "arn:aws:iam::123456789012:role/r"),
        // Removing works but for this one, which is all there is.
        ("account", "/features", "add", "UsagePlans"),
        ("account", "/apiKeyVersion", "", "5"),
        ("key", "/customerId", "replace", "x"),
        ("key", "/description", "replace", "x"),
        ("key", "/enabled", "replace", "true"),
        // In AWS's table; nothing that AWS answers has labels.
        ("key", "/labels", "", "x"),
        ("key", "/name", "replace", "x"),
        ("key", "/stages", "add remove", "KEY-STAGE"),
        ("key", "/value", "", "x"),
        ("mapping", "/basepath", "replace", "v2"),
        ("mapping", "/restapiId", "replace", "API-ID"),
        ("mapping", "/stage", "replace", "dev"),
        ("mapping", "/domainName", "", "x"),
        ("certificate", "/description", "replace", "x"),
        ("certificate", "/clientCertificateId", "", "x"),
        ("domain name", "/certificateName", "add replace remove", "x"),
        ("domain name", "/certificateArn", "add replace remove", "arn:aws:acm:us-east-1:123456789012:certificate/x"),
        ("domain name", "/endpointConfiguration/types", "add remove", "REGIONAL"),
        ("domain name", "/endpointConfiguration/ipAddressType", "replace", "dualstack"),
        ("domain name", "/endpointAccessMode", "replace", "BASIC"),
        // Refused with a value: not carried out.
        ("domain name", "/mutualTlsAuthentication/truststoreUri", "remove", "s3://b/k"),
        ("domain name", "/mutualTlsAuthentication/truststoreVersion", "remove", "1"),
        ("domain name", "/ownershipVerificationCertificateArn", "add replace remove", "arn:aws:acm:eu-west-1:123456789012:certificate/x"),
        ("domain name", "/regionalCertificateName", "add replace remove", "x"),
        ("domain name", "/regionalCertificateArn", "add replace remove", "arn:aws:acm:eu-west-1:123456789012:certificate/x"),
        ("domain name", "/routingMode", "replace", "BASE_PATH_MAPPING_ONLY"),
        ("domain name", "/securityPolicy", "replace", "TLS_1_2"),
        ("domain name", "/domainName", "", "x"),
        ("private domain name", "/managementPolicy", "replace", ""),
        ("private domain name", "/policy", "replace", ""),
        ("usage", "/remaining", "replace", "5"),
        ("usage", "/items", "", "5"),
        ("plan", "/apiStages", "add remove", "PLAN-STAGE"),
        ("plan", "/apiStages/PLAN-STAGE/throttle", "add replace remove", """{"/pets/GET":{"rateLimit":1,"burstLimit":1}}"""),
        ("plan", "/apiStages/PLAN-STAGE/throttle/~1/GET", "remove", null),
        ("plan", "/apiStages/PLAN-STAGE/throttle/~1/GET/rateLimit", "add replace", "1.5"),
        ("plan", "/apiStages/PLAN-STAGE/throttle/~1/GET/burstLimit", "add replace", "1"),
        ("plan", "/description", "replace", "x"),
        ("plan", "/name", "replace", "x"),
        ("plan", "/productCode", "add replace remove", "x"),
        ("plan", "/quota", "remove", null),
        ("plan", "/quota/limit", "add replace", "1"),
        ("plan", "/quota/offset", "add replace", "0"),
        ("plan", "/quota/period", "add replace", "DAY"),
        ("plan", "/throttle", "remove", null),
        ("plan", "/throttle/burstLimit", "add replace", "1"),
        ("plan", "/throttle/rateLimit", "add replace", "1.5"),
        ("plan", "/id", "", "x"),
        ("link", "/name", "replace", "x"),
        ("link", "/description", "replace", "x"),
        ("link", "/targetArns", "", "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/2"),
    ];

    public static TheoryData<string, string, string, bool> Cells() =>
        [.. Rows.SelectMany(row => Ops.Select(op => (row.Thing, row.Path, op, row.Allowed.Split(' ').Contains(op))))];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task An_operation_is_carried_out_where_the_table_names_it(string thing, string path, string op, bool isAllowed)
    {
        var plane = await StartAsync();
        var things = await Things(plane);
        var value = Rows.Single(row => (row.Thing, row.Path) == (thing, path)).Value?.Split(' ');

        if (path.Contains("PLAN-STAGE", StringComparison.Ordinal)) path = path.Replace("PLAN-STAGE", things["PLAN-STAGE"], StringComparison.Ordinal);
        var answer = await plane.Patch(things[thing], Op(op, path, value is null ? null : things.GetValueOrDefault(value[0], value[0]), op == "copy" ? value?.ElementAtOrDefault(1) : null));

        Assert.True(isAllowed ? answer.Status is 200 or 201 : answer is { Status: 400, Code: "BadRequestException" }, $"{answer.Status} {answer.Message}");
    }

    /// <summary>The address of each thing, and the ids that values name.</summary>
    private static async Task<Dictionary<string, string>> Things(ControlPlane plane)
    {
        var made = await plane.Done("POST", "/restapis", """{"name":"pets","binaryMediaTypes":["image/png"],"description":"d"}""");
        var (api, root) = ($"/restapis/{made["id"]}", (string)made["rootResourceId"]!);
        var privately = await plane.Done("POST", "/restapis", """{"name":"private","endpointConfiguration":{"types":["PRIVATE"],"vpcEndpointIds":["vpce-1","vpce-2"]}}""");
        async Task<string> Id(string path, string body) => (string)(await plane.Done("POST", $"{api}/{path}", body))["id"]!;
        var authorizer = await Id("authorizers", $$"""{"name":"r","type":"REQUEST","authorizerUri":"{{Uri}}","identitySource":"method.request.header.a,context.path","providerARNs":["{{Pool}}"]}""");
        var users = await Id("authorizers", $$"""{"name":"u","type":"COGNITO_USER_POOLS","identitySource":"method.request.header.a","providerARNs":["{{Pool}}"]}""");
        var part = await Id("documentation/parts", """{"location":{"type":"API"},"properties":"{}"}""");
        await plane.Done("POST", $"{api}/documentation/versions", """{"documentationVersion":"1"}""");
        var validator = await Id("requestvalidators", """{"name":"v"}""");
        var pets = await Id($"resources/{root}", """{"pathPart":"pets"}""");
        var pet = await Id($"resources/{pets}", """{"pathPart":"{id}"}""");
        await plane.Done("PUT", $"{api}/gatewayresponses/UNAUTHORIZED", """{"responseParameters":{"gatewayresponse.header.X":"'a'"},"responseTemplates":{"application/json":"a"}}""");
        var method = $"{api}/resources/{pet}/methods/GET";
        await plane.Done(
            "PUT", method,
            $$"""{"authorizationType":"COGNITO_USER_POOLS","authorizerId":"{{users}}","authorizationScopes":["a","b"],"requestParameters":{"method.request.path.id":true},"requestModels":{"application/json":"Error"},"requestValidatorId":"{{validator}}"}""");
        await plane.Done("PUT", $"{method}/responses/200", """{"responseParameters":{"method.response.header.X":true},"responseModels":{"application/json":"Error"}}""");
        await plane.Done(
            "PUT", $"{method}/integration",
            """{"type":"HTTP","httpMethod":"GET","uri":"http://example.com","requestParameters":{"integration.request.header.x":"'a'"},"requestTemplates":{"application/json":"a"},"cacheKeyParameters":["method.request.path.id"]}""");
        await plane.Done("PUT", $"{method}/integration/responses/200", """{"responseParameters":{"method.response.header.X":"'a'"},"responseTemplates":{"application/json":"a"}}""");
        var mock = $"{api}/resources/{root}/methods/GET";
        await plane.Done("PUT", mock, """{"authorizationType":"NONE"}""");
        await plane.Done("PUT", $"{mock}/integration", """{"type":"MOCK"}""");
        var deployment = await Id("deployments", """{"stageName":"dev","variables":{"a":"1"}}""");
        await plane.Done("POST", $"{api}/deployments", """{"stageName":"dev","canarySettings":{"percentTraffic":10,"stageVariableOverrides":{"a":"2"}}}""");
        var stage = $"{api}/stages/dev";
        var prepared = await plane.Patch(
            stage, Op("replace", "/*/*/metrics/enabled", "true"), Op("replace", "/accessLogSettings/destinationArn", "arn:aws:logs:eu-west-1:123456789012:log-group:g"), Op("replace", "/accessLogSettings/format", "$context.requestId"));
        Assert.Equal(200, prepared.Status);
        var id = (string)made["id"]!;
        await plane.Done("POST", "/domainnames", """{"domainName":"api.example.com"}""");
        Assert.Equal(200, (await plane.Patch("/domainnames/api.example.com", Op("add", "/endpointConfiguration/types", "REGIONAL"))).Status);
        await plane.Done("POST", "/domainnames/api.example.com/basepathmappings", $$"""{"restApiId":"{{id}}","basePath":"v1"}""");
        var privateName = await plane.Done("POST", "/domainnames", """{"domainName":"inner.example.com","endpointConfiguration":{"types":["PRIVATE"]}}""");
        var key = await plane.NewKey("12345678901234567890", $$""","stageKeys":[{"restApiId":"{{id}}","stageName":"dev"}]""");
        var plan = await plane.NewPlan(
            $$$$""","apiStages":[{"apiId":"{{{{id}}}}","stage":"dev","throttle":{"//GET":{"rateLimit":1,"burstLimit":1}}}],"quota":{"limit":5,"period":"DAY"},"throttle":{"rateLimit":1,"burstLimit":1}""");
        await plane.Done("POST", $"/usageplans/{plan}/keys", $$"""{"keyId":"{{key}}","keyType":"API_KEY"}""");
        var certificate = await plane.Done("POST", "/clientcertificates", "{}");
        var link = await plane.Done("POST", "/vpclinks", """{"name":"l","targetArns":["arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/1"]}""");
        return new()
        {
            ["account"] = "/account",
            ["key"] = $"/apikeys/{key}",
            ["mapping"] = "/domainnames/api.example.com/basepathmappings/v1",
            ["certificate"] = $"/clientcertificates/{certificate["clientCertificateId"]}",
            ["domain name"] = "/domainnames/api.example.com",
            ["private domain name"] = $"/domainnames/inner.example.com?domainNameId={privateName["domainNameId"]}",
            ["usage"] = $"/usageplans/{plan}/keys/{key}/usage",
            ["plan"] = $"/usageplans/{plan}",
            ["link"] = $"/vpclinks/{link["id"]}",
            ["API-ID"] = id,
            ["KEY-STAGE"] = $"{id}/dev",
            ["PLAN-STAGE"] = $"{id}:dev",
            ["API"] = api,
            ["private API"] = $"/restapis/{privately["id"]}",
            ["authorizer"] = $"{api}/authorizers/{authorizer}",
            ["deployment"] = $"{api}/deployments/{deployment}",
            ["part"] = $"{api}/documentation/parts/{part}",
            ["version"] = $"{api}/documentation/versions/1",
            ["gateway response"] = $"{api}/gatewayresponses/UNAUTHORIZED",
            ["integration"] = $"{method}/integration",
            ["MOCK integration"] = $"{mock}/integration",
            ["integration response"] = $"{method}/integration/responses/200",
            ["method"] = method,
            ["method response"] = $"{method}/responses/200",
            ["model"] = $"{api}/models/Empty",
            ["validator"] = $"{api}/requestvalidators/{validator}",
            ["resource"] = $"{api}/resources/{pet}",
            ["stage"] = stage,
            ["DEPLOYMENT"] = deployment,
            ["ROOT"] = root,
            ["USERS"] = users,
        };
    }
}
