using Portico.Model.Rest;

namespace Portico.Definitions.Tests.OpenApi.Extensions;

public class IntegrationExtensionTests
{
    private const string At = " /paths/~1pets/get/x-amazon-apigateway-integration";
    private const string Malformed = "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ";
    private const string Undeclared = "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ";
    private const string OnlyProxies = "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations. Found '";
    private const string Lambda = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/";
    private const string Http = "type: http\nhttpMethod: GET\nuri: http://example.com\n";

    [Fact]
    public void Everything_is_taken_up()
    {
        var integration = Import.OnlyMethod(Import.WithIntegration(
            """
            type: Aws
            httpMethod: post
            uri: arn:aws:apigateway:us-east-1:sqs:path/000000000000/orders
            credentials: arn:aws:iam::000000000000:role/gateway
            timeoutInMillis: "50"
            passthroughBehavior: When_No_Templates
            contentHandling: convert_to_binary
            cacheNamespace: mine
            cacheKeyParameters: [method.request.querystring.q]
            responseTransferMode: buffered
            requestParameters:
              integration.request.header.Content-Type: "'text/plain'"
              integration.request.querystring.q: method.request.multivaluequerystring.q
            requestTemplates: {application/json: "a", text/plain: null}
            responses:
              default: {statusCode: 200}
              5..: {statusCode: "500", contentHandling: Convert_To_Text, responseTemplates: {application/json: ""}, responseParameters: {method.response.header.X: integration.response.header.X}}
            """,
            "parameters: [{name: q, in: query}]\nresponses: {200: {}, 500: {headers: {X: {}}}}")).Integration!;

        Assert.Equal((IntegrationType.AWS, "POST", "arn:aws:apigateway:us-east-1:sqs:path/000000000000/orders"), (integration.Type, integration.HttpMethod, integration.Uri));
        Assert.Equal(("arn:aws:iam::000000000000:role/gateway", 50, "WHEN_NO_TEMPLATES", "CONVERT_TO_BINARY"), (integration.Credentials, integration.TimeoutInMillis, integration.PassthroughBehavior, integration.ContentHandling));
        Assert.Equal(("mine", "BUFFERED", null), (integration.CacheNamespace, integration.ResponseTransferMode, integration.ConnectionType));
        Assert.Equal(["method.request.querystring.q"], integration.CacheKeyParameters);
        Assert.Equal(["integration.request.header.Content-Type='text/plain'", "integration.request.querystring.q=method.request.multivaluequerystring.q"], integration.RequestParameters!.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal([new("application/json", "a"), new("text/plain", null)], integration.RequestTemplates!.Value);
        Assert.Null(integration.IntegrationResponses["200"].ResponseTemplates);
        var failed = integration.IntegrationResponses["500"];
        Assert.Equal(("5..", "CONVERT_TO_TEXT"), (failed.SelectionPattern, failed.ContentHandling));
        Assert.Equal([new("application/json", null)], failed.ResponseTemplates!.Value);
        Assert.Equal("integration.response.header.X", failed.ResponseParameters!["method.response.header.X"]);
    }

    [Fact]
    public void What_is_not_given_has_the_defaults_of_AWS()
    {
        var api = Import.Api(Import.WithIntegration(Http));
        var integration = Import.Method(api, "/pets", "GET").Integration!;

        Assert.Equal(("INTERNET", "WHEN_NO_MATCH", 29000), (integration.ConnectionType, integration.PassthroughBehavior, integration.TimeoutInMillis));
        Assert.Equal(api.Resources.Values.Single(resource => resource.Path == "/pets").Id, integration.CacheNamespace);
        Assert.Null(integration.RequestParameters);
        Assert.Null(integration.RequestTemplates);
        Assert.Null(integration.ContentHandling);
        Assert.Null(integration.Credentials);
        Assert.Null(integration.TlsConfig);
        Assert.Empty(integration.IntegrationResponses);
    }

    [Theory]
    [InlineData("http", "http://example.com")]
    [InlineData("http_proxy", "HTTPS://example.com:8443/a/{proxy}?x=1")]
    [InlineData("http", "http://[::1]:3000/a")]
    [InlineData("http", "http://${stageVariables.host}/a")]
    [InlineData("http", "https://${stageVariables.a}.example.com:${stageVariables.port}/${stageVariables.b}")]
    [InlineData("http", "${stageVariables.url}")]
    [InlineData("http", "${stageVariables.url}/a/{b}")]
    [InlineData("aws", "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem")]
    [InlineData("aws", "arn:aws:apigateway:us-east-1:runtime.sagemaker:path/endpoints/x/invocations")]
    [InlineData("aws", "arn:aws:apigateway:us-east-1:s3:path/{bucket}/{key}")]
    [InlineData("aws_proxy", Lambda + "arn:aws:lambda:us-east-1:000000000000:function:f/invocations")]
    [InlineData("aws_proxy", Lambda + "arn:aws:lambda:us-east-1:000000000000:function:f:live/invocations")]
    [InlineData("aws_proxy", Lambda + "arn:aws:lambda:us-east-1:000000000000:function:f:${stageVariables.alias}/invocations")]
    [InlineData("aws_proxy", Lambda + "arn:aws:lambda:us-east-1:${stageVariables.account}:function:${stageVariables.f}/invocations")]
    [InlineData("aws_proxy", Lambda + "${stageVariables.arn}/invocations")]
    [InlineData("aws_proxy", Lambda + "arn:aws:lambda:us-east-1:${AWS::AccountId}:function:f/invocations")]
    [InlineData("aws_proxy", "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:000000000000:function:f/response-streaming-invocations")]
    [InlineData("aws_proxy", "arn:aws:apigateway:us-east-1:firehose:action/PutRecord")]
    public void A_uri_that_AWS_takes_is_taken(string type, string uri) =>
        Assert.NotNull(Import.OnlyMethod(Import.WithIntegration($"type: {type}\nhttpMethod: POST\nuri: '{uri}'")).Integration!.Uri);

    [Theory]
    [InlineData("http", "example.com", "Invalid HTTP endpoint specified for URI: found 'example.com'; write http://host/path or https://host/path")]
    [InlineData("http", "ftp://example.com", "Invalid HTTP endpoint specified for URI: found 'ftp://example.com'; write http://host/path or https://host/path")]
    [InlineData("http_proxy", "http://", "Invalid HTTP endpoint specified for URI: found 'http://'; write http://host/path or https://host/path")]
    [InlineData("http", "http://a b", "Invalid HTTP endpoint specified for URI: found 'http://a b'; write http://host/path or https://host/path")]
    [InlineData("http", "http://a:x/", "Invalid HTTP endpoint specified for URI: found 'http://a:x/'; write http://host/path or https://host/path")]
    [InlineData("http", "${stageVariables.}", "Invalid HTTP endpoint specified for URI: found '${stageVariables.}'; write http://host/path or https://host/path")]
    [InlineData("http", "", "Invalid HTTP endpoint specified for URI: there is none; write http://host/path or https://host/path")]
    [InlineData("aws", "http://example.com", "Invalid ARN specified in the request: found 'http://example.com'; write arn:aws:apigateway:{region}:{service}:path/… or :action/…")]
    [InlineData("aws_proxy", "arn:aws:lambda:us-east-1:000000000000:function:f", "AWS ARN for integration must contain path or action: found 'arn:aws:lambda:us-east-1:000000000000:function:f'; write arn:aws:apigateway:{region}:{service}:path/… or :action/…")]
    [InlineData("aws_proxy", "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem", OnlyProxies + "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem'")]
    [InlineData("aws_proxy", Lambda + "f/invocations", OnlyProxies + Lambda + "f/invocations'")]
    [InlineData("aws_proxy", Lambda + "arn:aws:lambda:us-east-1:12:function:f/invocations", OnlyProxies + Lambda + "arn:aws:lambda:us-east-1:12:function:f/invocations'")]
    public void A_uri_that_AWS_refuses_is_refused(string type, string uri, string message) =>
        Assert.Equal([$"9:14{At}/uri: {message}"], Import.Errors(Import.WithIntegration($"type: {type}\nhttpMethod: POST\nuri: '{uri}'")));

    [Theory]
    [InlineData("uri: http://example.com", "6:7" + At + ": the integration has no type; use one of HTTP, HTTP_PROXY, AWS, AWS_PROXY, MOCK")]
    [InlineData("type: HTPP", "7:15" + At + "/type: 'HTPP' is not an integration type; use one of HTTP, HTTP_PROXY, AWS, AWS_PROXY, MOCK")]
    [InlineData("type: http\nhttpMethod: GET", "6:7" + At + ": Invalid HTTP endpoint specified for URI: there is none; write http://host/path or https://host/path")]
    [InlineData("type: http\nhttpMethod: GET\nuri: {Fn::Sub: x}", "9:9" + At + "/uri: 'uri' is the CloudFormation function Fn::Sub, which only a template resolves; write the text itself")]
    [InlineData("type: http\nuri: http://example.com", "6:7" + At + ": Enumeration value for HttpMethod must be non-empty: the integration has no 'httpMethod'")]
    [InlineData("type: aws_proxy\nuri: " + Lambda + "${stageVariables.f}/invocations", "6:7" + At + ": Enumeration value for HttpMethod must be non-empty: the integration has no 'httpMethod'")]
    [InlineData("type: http\nuri: http://example.com\nhttpMethod: FETCH", "9:21" + At + "/httpMethod: Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY: found 'FETCH'")]
    [InlineData("type: mock\ntimeoutInMillis: 49", "8:26" + At + "/timeoutInMillis: Timeout should be between 50 ms and 29000 ms: found 49")]
    [InlineData("type: mock\ntimeoutInMillis: 29001", "8:26" + At + "/timeoutInMillis: Timeout should be between 50 ms and 29000 ms: found 29001")]
    [InlineData("type: mock\ntimeoutInMillis: 900001\nresponseTransferMode: stream", "8:26" + At + "/timeoutInMillis: Timeout should be between 50 ms and 900000 ms: found 900001")]
    [InlineData("type: mock\ntimeoutInMillis: 2.5", "8:26" + At + "/timeoutInMillis: 'timeoutInMillis' is a number ('2.5'); a whole number belongs here")]
    [InlineData("type: mock\npassthroughBehavior: always", "8:30" + At + "/passthroughBehavior: 'always' is not a passthrough behavior; use one of WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER")]
    [InlineData("type: mock\ncontentHandling: BINARY", "8:26" + At + "/contentHandling: 'BINARY' is not a content handling; use one of CONVERT_TO_BINARY, CONVERT_TO_TEXT")]
    [InlineData("type: mock\nconnectionType: VPN", "8:25" + At + "/connectionType: 'VPN' is not a connection type; use one of INTERNET, VPC_LINK")]
    [InlineData("type: mock\nresponseTransferMode: chunked", "8:31" + At + "/responseTransferMode: 'chunked' is not a response transfer mode; use one of BUFFERED, STREAM")]
    [InlineData(Http + "connectionType: vpc_link", "10:25" + At + "/connectionType: a connection of type VPC_LINK needs a 'connectionId', the id of a VPC link")]
    [InlineData(Http + "requestParameters: {integration.request.body.x: \"'a'\"}", "10:29" + At + "/requestParameters/integration.request.body.x: " + Malformed + "integration.request.body.x]")]
    [InlineData(Http + "requestParameters: {integration.request.header.x: a}", "10:59" + At + "/requestParameters/integration.request.header.x: " + Malformed + "a]")]
    [InlineData(Http + "requestParameters: {integration.request.header.x: method.request.querystring.x}", "10:59" + At + "/requestParameters/integration.request.header.x: " + Undeclared + "method.request.querystring.x]")]
    [InlineData(Http + "cacheKeyParameters: [method.request.path.id]", "10:30" + At + "/cacheKeyParameters/0: Invalid cache key parameter specified: 'method.request.path.id' is not a parameter that the method declares")]
    [InlineData(Http + "requestTemplates: {123: a}", "10:28" + At + "/requestTemplates/123: Validation Result: warnings : [], errors : [Invalid content type specified: 123]")]
    [InlineData(Http + "tlsConfig: {insecureSkipVerification: 1}", "10:47" + At + "/tlsConfig/insecureSkipVerification: 'insecureSkipVerification' is a number ('1'); use true or false")]
    [InlineData("type: mock\nresponses: {default: {}}", "8:21" + At + "/responses/default: the integration response has no 'statusCode', the method response that it leads to")]
    [InlineData("type: mock\nresponses: {default: null}", "8:21" + At + "/responses/default: an integration response has a 'statusCode'")]
    [InlineData("type: mock\nresponses: {default: {statusCode: 42}}", "8:43" + At + @"/responses/default/statusCode: Value '42' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d")]
    [InlineData("type: mock\nresponses: {default: {statusCode: 200, responseParameters: {method.response.header.X: \"'a'\"}}}", "8:69" + At + "/responses/default/responseParameters/method.response.header.X: " + Undeclared + "method.response.header.X]")]
    [InlineData("type: mock\nresponses: {default: {statusCode: 200, responseParameters: {X: \"'a'\"}}}", "8:69" + At + "/responses/default/responseParameters/X: " + Malformed + "X]")]
    public void What_AWS_refuses_is_refused(string integration, string expected) => Assert.Equal([expected], Import.Errors(Import.WithIntegration(integration)));

    [Theory]
    [InlineData("{statusCode: 404, responseParameters: {method.response.header.X: \"'a'\"}}", "9:43" + At + "/responses/default/statusCode: Invalid Response status code specified: '404' is not a response of the operation; it has 200")]
    [InlineData("{statusCode: 200, responseParameters: {method.response.header.X: method.request.header.X}}", "9:95" + At + "/responses/default/responseParameters/method.response.header.X: " + Malformed + "method.request.header.X]")]
    [InlineData("{statusCode: 200, responseParameters: {method.response.header.Y: \"'a'\"}}", "9:69" + At + "/responses/default/responseParameters/method.response.header.Y: " + Undeclared + "method.response.header.Y]")]
    public void An_integration_response_leads_to_a_response_of_the_operation(string response, string expected) =>
        Assert.Equal([expected], Import.Errors(Import.WithIntegration("type: mock\npassthroughBehavior: never\nresponses: {default: " + response + "}", "responses: {200: {headers: {X: {}}}}")));

    [Theory]
    [InlineData("requestParameters: {integration.request.header.nothing: true}", "8:65" + At + "/requestParameters/integration.request.header.nothing: Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.nothing' of resource '/pets' and method 'GET' but got 'true'")]
    [InlineData("requestTemplates: {application/json: {statusCode: 200}}", "8:28" + At + "/requestTemplates/application~1json: Invalid format for 'requestTemplates'. Expected type string for property 'application/json' of resource '/pets' and method 'GET' but got 'a mapping'")]
    [InlineData("timeoutInMilis: 10", "8:9" + At + "/timeoutInMilis: 'timeoutInMilis' is not a member of an integration, and API Gateway ignores it")]
    [InlineData("payloadFormatVersion: '2.0'", "8:9" + At + "/payloadFormatVersion: 'payloadFormatVersion' belongs to HTTP APIs; a REST API ignores it")]
    [InlineData("tlsConfig: {serverNameToVerify: a}", "8:21" + At + "/tlsConfig/serverNameToVerify: 'serverNameToVerify' belongs to HTTP APIs; a REST API ignores it")]
    [InlineData("responses: {default: {statusCode: 200}, 2..: {statusCode: 200}}", "8:49" + At + "/responses/2..: 'default' and '2..' both lead to 200; a method has one integration response for each status code, and the later one stays")]
    public void What_AWS_warns_of_or_ignores_is_warned_of(string member, string expected) => Assert.Equal([expected], Import.Warnings(Import.WithIntegration("type: mock\n" + member)));

    [Fact]
    public void A_value_that_is_no_text_is_dropped() =>
        Assert.Empty(Import.OnlyMethod(Import.WithIntegration("type: mock\nrequestParameters: {integration.request.header.nothing: true}")).Integration!.RequestParameters!);

    [Fact]
    public void A_stream_may_last_a_quarter_of_an_hour() =>
        Assert.Equal(900_000, Import.OnlyMethod(Import.WithIntegration(Http + "timeoutInMillis: 900000\nresponseTransferMode: STREAM")).Integration!.TimeoutInMillis);

    [Fact]
    public void A_proxy_without_declared_answers_may_list_a_default() =>
        Assert.Equal(["200"], Import.OnlyMethod(Import.WithIntegration("type: http_proxy\nhttpMethod: ANY\nuri: http://example.com\nresponses: {default: {statusCode: '200'}}")).Integration!.IntegrationResponses.Keys);
}
