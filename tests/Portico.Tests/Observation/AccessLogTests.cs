using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Portico.DataPlane.Observation;
using Portico.Integrations.AwsService;
using Portico.Tests.Running;

namespace Portico.Tests.Observation;

public sealed class AccessLogTests
{
    private const string Group = "arn:aws:logs:eu-central-1:123456789012:log-group:/apis/access:*";

    [Theory]
    [InlineData(
        """$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId""",
        """127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /pets/\{id\} HTTP/1\.1" 200 6 request-1 [A-Za-z0-9+/_=-]+""")]
    [InlineData(
        """{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","path":"$context.path","resource":"$context.resourceId","status":$context.status,"length":$context.responseLength,"took":$context.responseLatency,"error":"$context.error.message"}""",
        """\{"requestId":"request-1","ip":"127\.0\.0\.1","path":"/test/pets/1","resource":"[a-z0-9]+","status":200,"length":6,"took":\d+,"error":"-"\}""")]
    [InlineData(
        """<request id="$context.requestId"><ip>$context.identity.sourceIp</ip><status>$context.status</status></request>""",
        """<request id="request-1"><ip>127\.0\.0\.1</ip><status>200</status></request>""")]
    [InlineData("$context.identity.sourceIp,$context.httpMethod,$context.status,$context.requestId\n", @"127\.0\.0\.1,GET,200,request-1")]
    [InlineData("${context.requestId}: at $context.stage. $context.nothing.such $context.integrationLatency $input.body $", @"request-1: at test\. - - \$input\.body \$")]
    [InlineData("$context.requestId $context.requestTimeEpoch $context.identity.userAgent", @"request-1 \d{13} a b")]
    public async Task A_request_is_one_line_of_the_format(string format, string line)
    {
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Mock("/pets/{id}")), ("replace", "/accessLogSettings/destinationArn", Group), ("replace", "/accessLogSettings/format", format));
        Assert.Equal(200, (await observed.Api.GetAsync("/pets/1", ("x-amzn-RequestId", "request-1"), ("User-Agent", "a b"))).Status);

        Assert.Matches($"^{line}$", Assert.Single(await observed.LogAsync("apis/access")));
    }

    [Fact]
    public async Task What_the_gateway_refuses_and_what_a_back_end_answers_is_told_apart()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 503 Away\r\nContent-Length: 2\r\n\r\nno");
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/{proxy}")),
            ("replace", "/accessLogSettings/destinationArn", Group),
            ("replace", "/accessLogSettings/format", "$context.requestId $context.status $context.integrationStatus $context.integration.status $context.error.responseType $context.error.message"));
        Assert.Equal(503, (await observed.Api.GetAsync("/a", ("x-amzn-RequestId", "r1"))).Status);
        Assert.Equal(403, (await observed.Api.GetAsync("", ("x-amzn-RequestId", "r2"))).Status);

        Assert.Equal(["r1 503 503 503 - -", "r2 403 - - MISSING_AUTHENTICATION_TOKEN Missing Authentication Token"], await observed.LogAsync("apis/access"));
    }

    [Theory]
    [InlineData("logs", "arn:aws:logs:eu-west-1:123456789012:log-group:access", "Logs_20140328.CreateLogGroup Logs_20140328.CreateLogStream Logs_20140328.PutLogEvents", "eu-west-1/logs")]
    [InlineData("firehose", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-access", "Firehose_20150804.PutRecordBatch", "eu-west-1/firehose")]
    public async Task A_service_is_sent_signed_batches(string service, string arn, string calls, string scope)
    {
        var received = new List<Received>();
        using var stand = BackEnd.Start(async (request, connection) =>
        {
            lock (received) received.Add(request);
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}");
            return true;
        });
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Mock("/pets")),
            new AwsSettings { Endpoints = ImmutableDictionary<string, string>.Empty.Add(service, stand.Url) },
            ("replace", "/accessLogSettings/destinationArn", arn),
            ("replace", "/accessLogSettings/format", "$context.requestId $context.status"));
        await observed.Api.GetAsync("/pets", ("x-amzn-RequestId", "r1"));
        await observed.EndAsync();

        Assert.Equal(calls, string.Join(' ', received.Select(request => request["X-Amz-Target"])));
        Assert.All(received, request => Assert.Contains($"/{scope}/aws4_request, ", request["Authorization"], StringComparison.Ordinal));
        using var last = JsonDocument.Parse(received[^1].Body);
        var line = service == "logs"
            ? last.RootElement.GetProperty("logEvents")[0].GetProperty("message").GetString()
            : Encoding.UTF8.GetString(last.RootElement.GetProperty("Records")[0].GetProperty("Data").GetBytesFromBase64()).TrimEnd('\n');
        Assert.Equal("r1 200", line);
        Assert.Equal(service == "logs" ? "access" : "amazon-apigateway-access", last.RootElement.GetProperty(service == "logs" ? "logGroupName" : "DeliveryStreamName").GetString());
    }

    [Fact]
    public async Task A_service_that_is_away_loses_lines_that_are_counted_and_no_request()
    {
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Mock("/pets")),
            new AwsSettings { Endpoints = ImmutableDictionary<string, string>.Empty.Add("logs", $"http://127.0.0.1:{FreePort.Closed()}") },
            ("replace", "/accessLogSettings/destinationArn", Group),
            ("replace", "/accessLogSettings/format", "$context.requestId"));
        Assert.Equal(200, (await observed.Api.GetAsync("/pets")).Status);
        await observed.EndAsync();

        Assert.Contains(observed.Gateway.Warnings, warning => warning.StartsWith("The log /apis/access cannot be written, its lines are lost and counted: ", StringComparison.Ordinal));
    }

    /// <summary>AWS's table of variables for REST APIs, as the specification of this project restates it.</summary>
    [Theory]
    [InlineData("accountId apiId authenticate.error authenticate.latency authenticate.status authorize.error authorize.latency authorize.status")]
    [InlineData("authorizer.error authorizer.integrationLatency authorizer.integrationStatus authorizer.latency authorizer.requestId authorizer.status")]
    [InlineData("awsEndpointRequestId cipherSuite customDomain.basePathMatched customDomain.routingRuleIdMatched deploymentId domainName domainPrefix endpointType")]
    [InlineData("error.message error.messageString error.responseType error.validationErrorString extendedRequestId httpMethod")]
    [InlineData("identity.accountId identity.apiKey identity.apiKeyId identity.caller identity.cognitoAuthenticationProvider identity.cognitoAuthenticationType identity.cognitoIdentityId")]
    [InlineData("identity.cognitoIdentityPoolId identity.principalOrgId identity.sourceIp identity.user identity.userAgent identity.userArn")]
    [InlineData("identity.clientCert.clientCertPem identity.clientCert.subjectDN identity.clientCert.issuerDN identity.clientCert.serialNumber identity.clientCert.validity.notBefore")]
    [InlineData("identity.clientCert.validity.notAfter identity.vpcId identity.vpceId integration.error integration.integrationStatus integration.latency integration.requestId")]
    [InlineData("integration.responseTransferMode integration.status integration.timeToAllHeaders integration.timeToFirstContent integrationErrorMessage integrationLatency integrationStatus")]
    [InlineData("isCanaryRequest path protocol requestId requestTime requestTimeEpoch resourceId resourcePath responseLatency responseLength stage status tlsVersion")]
    [InlineData("waf.error waf.latency waf.status wafResponseCode webaclArn xrayTraceId")]
    public void Every_variable_of_AWS_is_known(string names) => Assert.Empty(names.Split(' ').Except(AccessLogVariables.Names));
}
