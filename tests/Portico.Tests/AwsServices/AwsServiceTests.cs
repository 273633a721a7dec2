using System.Text;
using Portico.Aws.Signing;
using Portico.Integrations.AwsService;
using Portico.Tests.Running;

namespace Portico.Tests.AwsServices;

/// <summary>What a service is sent, and what becomes of its answer. Programs that stand in for services are met in the end-to-end tests.</summary>
public sealed class AwsServiceTests
{
    private const string Role = "arn:aws:iam::123456789012:role/api";
    private const string ServerError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task A_JSON_action_is_called_by_name_and_signed()
    {
        using var service = BackEnd.Answering(BackEnd.Ok("""{"Item":{}}"""));
        await using var gateway = await StartAsync("dynamodb", service.Url);
        var api = await DeployAsync(gateway, "dynamodb:action/GetItem", """requestTemplates: { application/json: '{"TableName": "pets", "Key": {"id": {"S": "$input.params(''id'')"}}}' }""");

        (await api.CallAsync("POST", "/x?id=7", "{}")).Is(200, """{"Item":{}}""");

        var received = service.Single();
        Assert.Equal(("POST", "/", "DynamoDB_20120810.GetItem", "application/x-amz-json-1.0"), (received.Method, received.Target, received["X-Amz-Target"], received["Content-Type"]));
        Assert.Equal("""{"TableName": "pets", "Key": {"id": {"S": "7"}}}""", received.Text);
        Assert.Equal(("application/json", $"AmazonAPIGateway_{api.Id}", api.Id), (received["Accept"], received["User-Agent"], received["X-Amzn-Apigateway-Api-Id"]));
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", received["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/dynamodb/aws4_request, SignedHeaders=accept;content-type;host;x-amz-date;x-amz-target;x-amzn-apigateway-api-id, ", received["Authorization"], StringComparison.Ordinal);
        AssertSigned(received, "secret");
    }

    [Theory]
    [InlineData("dynamodb:action/ListTables", "", "", "POST", "/", "{}")]
    [InlineData("ssm:action/GetParameter", "requestParameters: { integration.request.querystring.Name: \"'/a b'\" }", "", "POST", "/?Action=GetParameter&Version=2014-11-06&Name=%2Fa%20b", "")]
    [InlineData("sns:action/Publish", "requestParameters: { integration.request.querystring.Message: \"'hi'\" }", "", "POST", "/?Action=Publish&Version=2010-03-31&Message=hi", "")]
    [InlineData("sqs:action/SendMessage&QueueUrl=http%3A%2F%2Fq", "", "", "POST", "/?Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Fq", "")]
    [InlineData("sqs:path/123456789012/orders", "", "Action=SendMessage", "POST", "/123456789012/orders", "Action=SendMessage")]
    [InlineData("s3:path/{bucket}/{key}", "requestParameters: { integration.request.path.bucket: \"'orders'\", integration.request.path.key: \"'a/b c'\" }", "", "POST", "/orders/a/b%20c", "")]
    [InlineData("s3:path/orders?list-type=2", "requestParameters: { integration.request.querystring.prefix: \"'a'\" }", "", "POST", "/orders?list-type=2&prefix=a", "")]
    public async Task Each_form_of_URI_makes_its_own_request(string uri, string more, string body, string method, string target, string sent)
    {
        using var service = BackEnd.Answering();
        await using var gateway = await StartAsync(uri[..uri.IndexOf(':', StringComparison.Ordinal)], service.Url);
        var api = await DeployAsync(gateway, uri, more);

        Assert.Equal(200, (await api.CallAsync("POST", "/x", body, "application/x-www-form-urlencoded")).Status);

        var received = service.Single();
        Assert.Equal((method, target, sent), (received.Method, received.Target, received.Text));
        AssertSigned(received, "secret");
    }

    [Fact]
    public async Task The_status_of_the_service_selects_the_answer()
    {
        using var service = BackEnd.Answering(BackEnd.Response("400 Bad Request", """{"__type":"ResourceNotFoundException"}"""));
        await using var gateway = await StartAsync("dynamodb", service.Url);
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "post", $$"""
            type: aws
            httpMethod: POST
            credentials: {{Role}}
            uri: "arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem"
            responses:
              default: { statusCode: "200" }
              "4\\d\\d": { statusCode: "404", responseTemplates: { application/json: "none: $input.path('$.__type')" } }
            """, "responses: { \"200\": { description: ok }, \"404\": { description: none } }")));

        (await api.PostAsync("/x", "{}")).Is(404, "none: ResourceNotFoundException");
    }

    [Fact]
    public async Task Objects_of_S3_pass_byte_for_byte_in_both_directions()
    {
        byte[] bytes = [0, 255, 1, 254, 128];
        using var service = BackEnd.Start(async (received, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {received.Body.Length}\r\n\r\n");
            await connection.SendAsync(received.Body);
            return true;
        });
        await using var gateway = await StartAsync("s3", service.Url);
        var api = await gateway.DeployAsync(OpenApi.Of(Path("s3:path/orders/a.png", ""), "x-amazon-apigateway-binary-media-types: [image/png]"));

        var answer = await api.CallAsync("POST", "/x", bytes, "image/png", ("Accept", "image/png"));

        Assert.Equal(bytes, answer.Body);
        var received = service.Single();
        Assert.Equal(bytes, received.Body);
        Assert.Equal(PayloadHash.Of(bytes), received["X-Amz-Content-Sha256"]);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Connection")]
    [InlineData("Content-Length")]
    [InlineData("Expect")]
    [InlineData("TE")]
    public async Task A_mapping_to_a_header_that_the_gateway_owns_answers_500(string name)
    {
        using var service = BackEnd.Answering();
        await using var gateway = await StartAsync("dynamodb", service.Url);
        var api = await DeployAsync(gateway, "dynamodb:action/GetItem", $"requestParameters: {{ integration.request.header.{name}: \"'x'\" }}");

        (await api.PostAsync("/x", "{}")).IsRefusal(500, "InternalServerErrorException", ServerError);

        service.WasNotCalled();
    }

    [Fact]
    public async Task A_role_that_the_settings_know_signs_with_its_keys()
    {
        using var service = BackEnd.Answering();
        var settings = Settings("dynamodb", service.Url);
        await using var gateway = await RunningGateway.StartAsync(settings with { Roles = settings.Roles.Add(Role, new RoleCredentials(new AwsCredentials("AKIDROLE", "role's secret", "token"), null)) });
        var api = await DeployAsync(gateway, "dynamodb:action/GetItem");

        Assert.Equal(200, (await api.PostAsync("/x", "{}")).Status);

        var received = service.Single();
        Assert.Contains("Credential=AKIDROLE/", received["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token", received["X-Amz-Security-Token"]);
        AssertSigned(received, "role's secret");
    }

    [Fact]
    public async Task A_role_is_assumed_once_where_STS_is_known()
    {
        using var service = BackEnd.Answering();
        using var sts = BackEnd.Answering(BackEnd.Response("200 OK", """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIASESSION</AccessKeyId>
            <SecretAccessKey>session's secret</SecretAccessKey><SessionToken>session's token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """));
        var settings = Settings("dynamodb", service.Url);
        await using var gateway = await RunningGateway.StartAsync(settings with { Endpoints = settings.Endpoints.Add("sts", sts.Url) });
        var api = await DeployAsync(gateway, "dynamodb:action/GetItem");

        Assert.Equal(200, (await api.PostAsync("/x", "{}")).Status);
        Assert.Equal(200, (await api.PostAsync("/x", "{}")).Status);

        var asked = sts.Single();
        Assert.Equal("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fapi&RoleSessionName=BackplaneAssumeRoleSession", asked.Text);
        AssertSigned(asked, "secret");
        var received = await service.NextAsync();
        Assert.Equal("session's token", received["X-Amz-Security-Token"]);
        AssertSigned(received, "session's secret");
    }

    [Fact]
    public async Task A_role_that_STS_refuses_answers_500_and_says_why()
    {
        using var service = BackEnd.Answering();
        using var sts = BackEnd.Answering(BackEnd.Response("403 Forbidden", "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"));
        var settings = Settings("dynamodb", service.Url);
        await using var gateway = await RunningGateway.StartAsync(settings with { Endpoints = settings.Endpoints.Add("sts", sts.Url) });
        var method = await TestInvocations.TestedMethod.OfAsync(gateway, OpenApi.Of(Path("dynamodb:action/GetItem", "")), "/x", "POST");

        var answer = await method.InvokeAsync(new { body = "{}" });

        Assert.Equal(500, (int)answer["status"]!);
        Assert.Contains(
            $"Execution failed due to configuration error: API Gateway does not have permission to assume the provided role {Role}: STS answered 403 AccessDenied: no",
            TestInvocations.TestedMethod.Lines(answer));
        service.WasNotCalled();
    }

    [Theory]
    [InlineData("s3:action/ListBuckets", Role, "calls of this method are answered 500: s3 is called by paths, not by actions: write the path of ListBuckets as ...:s3:path/...")]
    [InlineData("nosuch:action/Do", Role, "calls of this method are answered 500: 'nosuch' is not known, so that the action Do cannot be called; the form ...:nosuch:path/... can")]
    [InlineData("dynamodb:action/GetItem", "arn:aws:iam::*:user/*", "calls of this method are answered 500: the credentials of the caller (arn:aws:iam::*:user/*) need authorizationType AWS_IAM: nobody else signs")]
    [InlineData("dynamodb:action/GetItem", "", "the integration names no role in 'credentials': API Gateway could not sign the call; Portico signs with credentials of its own")]
    public async Task What_AWS_would_not_carry_out_is_said_when_it_is_deployed(string uri, string credentials, string expected)
    {
        await using var gateway = await StartAsync(uri[..uri.IndexOf(':', StringComparison.Ordinal)], "http://127.0.0.1:1");
        var api = await DeployAsync(gateway, uri, credentials: credentials);

        Assert.Contains(gateway.Host.Fidelity.Of(api.Id), finding => finding.Message == expected);
    }

    [Fact]
    public async Task Without_credentials_AWS_itself_is_not_called()
    {
        await using var gateway = await RunningGateway.StartAsync(new AwsSettings());
        var api = await DeployAsync(gateway, "sqs:path/1/orders", credentials: "");

        (await api.PostAsync("/x", "{}")).IsRefusal(500, "InternalServerErrorException", ServerError);

        Assert.Contains(gateway.Host.Fidelity.Of(api.Id), finding => finding.Message.Contains("there are no credentials", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Portico_is_not_called_by_itself_for_a_service_that_it_does_not_offer()
    {
        var own = "";
        await using var gateway = await RunningGateway.StartAsync(new AwsSettings { Environment = name => name == "AWS_ENDPOINT_URL" ? own : null });
        own = gateway.Host.ControlListener.Url;
        var api = await DeployAsync(gateway, "sqs:path/1/orders");

        (await api.PostAsync("/x", "{}")).IsRefusal(500, "InternalServerErrorException", ServerError);

        Assert.Contains(gateway.Host.Fidelity.Of(api.Id), finding => finding.Message.Contains("AWS_ENDPOINT_URL leads to Portico itself, which offers no 'sqs'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_of_a_test_shows_neither_the_signature_nor_the_token()
    {
        using var service = BackEnd.Answering();
        var settings = Settings("dynamodb", service.Url);
        await using var gateway = await RunningGateway.StartAsync(
            settings with { Roles = settings.Roles.Add(Role, new RoleCredentials(new AwsCredentials("AKIDROLE", "secret", "0123456789012345678901234567890123456789"), null)) });
        var method = await TestInvocations.TestedMethod.OfAsync(gateway, OpenApi.Of(Path("dynamodb:action/GetItem", "")), "/x", "POST");

        var log = string.Join('\n', TestInvocations.TestedMethod.Lines(await method.InvokeAsync(new { body = "{}" })));

        Assert.Contains("X-Amz-Security-Token=0123456789 [TRUNCATED]", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", log, StringComparison.Ordinal);
    }

    private static Task<RunningGateway> StartAsync(string service, string url) => RunningGateway.StartAsync(Settings(service, url));

    private static AwsSettings Settings(string service, string url)
    {
        var none = new AwsSettings();
        return none with
        {
            Endpoints = none.Endpoints.Add(service, url),
            Environment = name => name switch { "AWS_ACCESS_KEY_ID" => "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY" => "secret", _ => null },
        };
    }

    private static string Path(string uri, string more, string credentials = Role) => OpenApi.Path(
        "/x", "post", $"type: aws\nhttpMethod: POST\ncredentials: \"{credentials}\"\nuri: \"arn:aws:apigateway:eu-west-1:{uri}\"\n{more}\nresponses: {{ default: {{ statusCode: \"200\" }} }}");

    private static Task<DeployedApi> DeployAsync(RunningGateway gateway, string uri, string more = "", string credentials = Role) => gateway.DeployAsync(OpenApi.Of(Path(uri, more, credentials)));

    // The other half of the library, which has its own proof against AWS's vectors, takes the signature.
    private static void AssertSigned(Received received, string secret)
    {
        var authorization = received["Authorization"]!;
        var scope = authorization[(authorization.IndexOf('/', StringComparison.Ordinal) + 1)..authorization.IndexOf(',', StringComparison.Ordinal)].Split('/');
        var names = authorization.Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        var at = DateTimeOffset.ParseExact(received["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        var signer = new RequestSigner(new SigningKeyCache(), new FixedTime(at));
        var lines = received.Headers.Where(line => names.Contains(line.Name.ToLowerInvariant()) && line.Name is not ("X-Amz-Date" or "X-Amz-Security-Token")).Select(line => KeyValuePair.Create(line.Name, line.Value));
        var mark = received.Target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (received.Target, "") : (received.Target[..mark], received.Target[(mark + 1)..]);
        var id = authorization.Split("Credential=")[1].Split('/')[0];
        var signed = signer.Sign(
            received.Method, path, query, lines, PayloadHash.Of(received.Body), new AwsCredentials(id, secret, received["X-Amz-Security-Token"]), scope[1], scope[2],
            scope[2] == "s3" ? PathForm.AsSent : PathForm.Normalised);
        Assert.Equal(signed.Single(line => line.Key == "Authorization").Value, authorization);
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
