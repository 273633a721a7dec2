using System.Collections.Immutable;
using System.Net;
using Portico.Aws.Signing;
using Portico.Tests.Callers;
using Portico.Tests.Lambda;
using Portico.Tests.Running;
using Portico.Tests.Traffic;

namespace Portico.Tests.GatewayResponses;

/// <summary>A way through the front door to a failure of one type.</summary>
/// <param name="Type">AWS's name.</param>
/// <param name="Status">Of the answer that nobody customised.</param>
/// <param name="ErrorType">Its <c>x-amzn-ErrorType</c>.</param>
/// <param name="Body">Its body; <c>API</c> stands for the API's id.</param>
/// <param name="Paths">YAML of the paths that it takes.</param>
/// <param name="Head">YAML of further top-level members.</param>
/// <param name="Call">What provokes it, once deployed.</param>
internal sealed record Provocation(string Type, int Status, string ErrorType, string Body, string Paths, string Head, Func<RunningGateway, DeployedApi, Task<Answer>> Call)
{
    private const string KeyScheme = "components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }";
    private const string Mock = "type: mock\nrequestTemplates: { application/json: '{\"statusCode\": 200}' }\nresponses: { default: { statusCode: \"200\" } }";
    private const string Lambda = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";

    // Above the 6 MB of an event, below the 10 MB above which the answer is plain text and cannot be customised.
    private const int MoreThanAFunctionTakes = 6_500_000;

    private const string TokenScheme = $$"""components: { securitySchemes: { token: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: token, authorizerUri: "{{Lambda}}" } } } }""";

    // Sent with each call: what customised answers read.
    private static readonly (string Name, string Value) Wish = ("X-Wish", "wish");

    /// <summary>Those that are reached today, one for each type.</summary>
    internal static ImmutableArray<Provocation> All { get; } =
    [
        new("ACCESS_DENIED", 403, "AccessDeniedException",
            """{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-central-1:********9012:API/test/GET/open with an explicit deny in a resource-based policy"}""",
            OpenApi.Mock("/open"),
            """x-amazon-apigateway-policy: {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}""",
            (_, api) => GetAsync(api, "/open")),
        new("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException", """{"message": "Internal server error"}""",
            OpenApi.Path("/broken", "get", "type: mock\nrequestTemplates: { application/json: 'nothing' }\nresponses: { default: { statusCode: \"200\" } }"), "",
            (_, api) => GetAsync(api, "/broken")),
        new("AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException", """{"message":null}""",
            OpenApi.Path("/asked", "get", Mock, "security: [ { token: [] } ]"), TokenScheme,
            (_, api) => api.GetAsync("/asked?q=query", ("Authorization", "x"), Wish)),
        new("AUTHORIZER_FAILURE", 500, "AuthorizerFailureException", """{"message":null}""",
            OpenApi.Path("/pooled", "get", Mock, "security: [ { pool: [] } ]"),
            """components: { securitySchemes: { pool: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: [ "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_away" ] } } } }""",
            (_, api) => api.GetAsync("/pooled?q=query", ("Authorization", Cognito.Pool.Token(TimeProvider.System.GetUtcNow())), Wish)),
        new("BAD_REQUEST_BODY", 400, "BadRequestException", """{"message": "Invalid request body"}""",
            OpenApi.Path("/validated", "post", Mock, "x-amazon-apigateway-request-validator: all\nrequestBody: { content: { application/json: { schema: { type: object, required: [a] } } } }"), Validators,
            (_, api) => api.PostAsync("/validated?q=query", "{}", headers: Wish)),
        new("BAD_REQUEST_PARAMETERS", 400, "BadRequestException", """{"message": "Missing required request parameters: [needed]"}""",
            OpenApi.Path("/validated", "get", Mock, "x-amazon-apigateway-request-validator: all\nparameters: [ { name: needed, in: query, required: true, schema: { type: string } } ]"), Validators,
            (_, api) => GetAsync(api, "/validated")),
        new("EXPIRED_TOKEN", 403, "ExpiredTokenException", """{"message":"The security token included in the request is expired"}""",
            IamMethodTests.Secured(OpenApi.Mock("/signed")), IamMethodTests.Schemes,
            (_, api) => api.SignedAsync(EveryTypeTests.Expired, "GET", "/signed", query: "q=query", more: Wish)),
        new("INTEGRATION_FAILURE", 504, "InternalServerErrorException", """{"message": "Network error communicating with endpoint"}""",
            OpenApi.Proxy($"http://127.0.0.1:{FreePort.Closed()}", "/failing", "get"), "",
            (_, api) => GetAsync(api, "/failing")),
        new("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException", """{"message": "Endpoint request timed out"}""",
            OpenApi.Proxy("http://${stageVariables.silent}", "/silent", "get", "timeoutInMillis: 50"), "",
            (_, api) => GetAsync(api, "/silent")),
        new("INVALID_API_KEY", 403, "ForbiddenException", """{"message":"Forbidden"}""",
            PlannedApi.Keyed("/pets", "get"), KeyScheme,
            (_, api) => GetAsync(api, "/pets")),
        new("INVALID_SIGNATURE", 403, "UnrecognizedClientException", """{"message":"The security token included in the request is invalid."}""",
            IamMethodTests.Secured(OpenApi.Mock("/signed")), IamMethodTests.Schemes,
            (_, api) => api.SignedAsync(new AwsCredentials("AKIANOBODY", "secret"), "GET", "/signed", query: "q=query", more: Wish)),
        new("MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""",
            OpenApi.Mock("/open"), "",
            (_, api) => GetAsync(api, "/unknown")),
        new("QUOTA_EXCEEDED", 429, "LimitExceededException", """{"message":"Limit Exceeded"}""",
            PlannedApi.Keyed("/pets", "get"), KeyScheme,
            async (gateway, api) =>
            {
                var planned = await PlannedApi.OverAsync(gateway, api, """ "quota":{"limit":1,"period":"MONTH"} """);
                var key = await planned.AddKeyAsync();
                Assert.Equal(200, (await planned.GetAsync("/pets", key.Value)).Status);
                return await api.GetAsync("/pets?q=query", ("x-api-key", key.Value), Wish);
            }),
        new("REQUEST_TOO_LARGE", 413, "BadRequestException", """{"message": "Request Too Long"}""",
            OpenApi.Path("/large", "post", RunFunctions.Proxy("${stageVariables.function}")), "",
            (_, api) => api.PostAsync("/large?q=query", new string('a', MoreThanAFunctionTakes), "text/plain", Wish)),
        new("THROTTLED", 429, "TooManyRequestsException", """{"message":"Too Many Requests"}""",
            PlannedApi.Keyed("/pets", "get"), KeyScheme,
            async (gateway, api) =>
            {
                var planned = await PlannedApi.OverAsync(gateway, api, """ "throttle":{"rateLimit":0,"burstLimit":0} """);
                return await api.GetAsync("/pets?q=query", ("x-api-key", (await planned.AddKeyAsync()).Value), Wish);
            }),
        new("UNAUTHORIZED", 401, "UnauthorizedException", """{"message":"Unauthorized"}""",
            OpenApi.Path("/guarded", "get", Mock, "security: [ { token: [] } ]"),
            TokenScheme,
            (_, api) => GetAsync(api, "/guarded")),
        new("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException", """{"message": "Unsupported Media Type"}""",
            OpenApi.Path("/strict", "post", Mock + "\npassthroughBehavior: never"), "",
            (_, api) => api.PostAsync("/strict?q=query", "a", "text/plain", Wish)),
    ];

    /// <summary>Types that no request reaches today, and what will.</summary>
    internal static ImmutableDictionary<string, string> Later { get; } = new Dictionary<string, string>
    {
        ["DEFAULT_4XX"] = "no failure of its own: the parent of all of its class",
        ["DEFAULT_5XX"] = "no failure of its own: the parent of all of its class",
        ["RESOURCE_NOT_FOUND"] = "AWS hardly ever answers it; unknown paths are MISSING_AUTHENTICATION_TOKEN",
        ["WAF_FILTERED"] = "a web ACL",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    internal static TheoryData<string> Types => [.. All.Select(provocation => provocation.Type)];

    private static string Validators => "x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: true } }";

    internal static Provocation Of(string type) => All.Single(provocation => provocation.Type == type);

    /// <param name="responses">YAML of the gateway responses; empty for none.</param>
    internal async Task<Answer> ProvokeAsync(RunningGateway gateway, string responses)
    {
        using var silent = BackEnd.Start((_, _) => new TaskCompletionSource<bool>().Task);
        var head = responses.Length == 0 ? Head : $"{Head}\nx-amazon-apigateway-gateway-responses:\n{OpenApi.Indented(responses, 2)}";
        var function = Paths.Contains("stageVariables.function", StringComparison.Ordinal) ? await gateway.Functions.NodeAsync("export const handler = async () => ({ body: 'well' });") : "none";
        var api = await gateway.DeployAsync(OpenApi.Of(Paths, head), variables: [("color", "blue"), ("silent", $"127.0.0.1:{silent.Port}"), ("function", function)]);
        var answer = await Call(gateway, api);
        return answer with { Body = System.Text.Encoding.UTF8.GetBytes(answer.Text.Replace(api.Id, "API", StringComparison.Ordinal)) };
    }

    private static Task<Answer> GetAsync(DeployedApi api, string path) => api.GetAsync(path + "?q=query", Wish);
}
