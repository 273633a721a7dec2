using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsServices;

/// <summary>Services that check signatures take those of Portico; and refuse them when the secret is another.</summary>
public sealed class VerifiedSignatureTests
{
    // The first three calls make whom all the others are signed by.
    private const int UncheckedCalls = 3;

    private const string Setup = """
        import json, sys
        import boto3

        def client(service, key="x", secret="x"):
            return boto3.client(service, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret)

        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
        first = client("iam")
        first.create_user(UserName="portico")
        key = first.create_access_key(UserName="portico")["AccessKey"]
        first.put_user_policy(UserName="portico", PolicyName="all", PolicyDocument=policy)

        id, secret = key["AccessKeyId"], key["SecretAccessKey"]
        iam = client("iam", id, secret)
        trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]})
        iam.create_role(RoleName="orders-api", AssumeRolePolicyDocument=trust)
        iam.put_role_policy(RoleName="orders-api", PolicyName="all", PolicyDocument=policy)
        client("sqs", id, secret).create_queue(QueueName="orders")
        client("sns", id, secret).create_topic(Name="orders")
        client("s3", id, secret).create_bucket(Bucket="orders")
        client("dynamodb", id, secret).create_table(
            TableName="orders", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")
        print(json.dumps({"id": id, "secret": secret}))
        """;

    private const string Definition = """
        openapi: 3.0.1
        info: { title: verified, version: "1" }
        x-amazon-apigateway-binary-media-types: [application/octet-stream]
        paths:
          /queue:
            post:
              responses: { "200": { description: ok }, "500": { description: failed } }
              x-amazon-apigateway-integration:
                type: aws
                httpMethod: POST
                uri: arn:aws:apigateway:us-east-1:sqs:path/123456789012/orders
                credentials: arn:aws:iam::123456789012:role/orders-api
                requestParameters: { integration.request.header.Content-Type: "'application/x-www-form-urlencoded'" }
                requestTemplates: { application/json: "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" }
                responses: { "2\\d\\d": { statusCode: "200" }, default: { statusCode: "500" } }
          /topic:
            post:
              parameters: [ { name: message, in: query, schema: { type: string } } ]
              responses: { "200": { description: ok }, "500": { description: failed } }
              x-amazon-apigateway-integration:
                type: aws
                httpMethod: POST
                uri: arn:aws:apigateway:us-east-1:sns:action/Publish
                credentials: arn:aws:iam::123456789012:role/orders-api
                requestParameters:
                  integration.request.querystring.TopicArn: "'arn:aws:sns:us-east-1:123456789012:orders'"
                  integration.request.querystring.Message: method.request.querystring.message
                requestTemplates: { application/json: "" }
                responses: { "2\\d\\d": { statusCode: "200" }, default: { statusCode: "500" } }
          /table:
            post:
              responses: { "200": { description: ok }, "500": { description: failed } }
              x-amazon-apigateway-integration:
                type: aws
                httpMethod: POST
                uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem
                credentials: arn:aws:iam::123456789012:role/orders-api
                requestTemplates: { application/json: '{"TableName": "orders", "Item": {"id": {"S": "1"}, "text": {"S": $input.json("$.text")}}}' }
                responses: { "2\\d\\d": { statusCode: "200" }, default: { statusCode: "500" } }
          /objects/{key+}:
            parameters: [ { name: key, in: path, required: true, schema: { type: string } } ]
            put:
              responses: { "200": { description: ok }, "500": { description: failed } }
              x-amazon-apigateway-integration:
                type: aws
                httpMethod: PUT
                uri: arn:aws:apigateway:us-east-1:s3:path/orders/{key}
                credentials: arn:aws:iam::123456789012:role/orders-api
                requestParameters: { integration.request.path.key: method.request.path.key }
                responses: { "2\\d\\d": { statusCode: "200" }, default: { statusCode: "500" } }
            get:
              responses: { "200": { description: ok }, "500": { description: failed } }
              x-amazon-apigateway-integration:
                type: aws
                httpMethod: GET
                uri: arn:aws:apigateway:us-east-1:s3:path/orders/{key}
                credentials: arn:aws:iam::123456789012:role/orders-api
                requestParameters: { integration.request.path.key: method.request.path.key }
                responses: { "2\\d\\d": { statusCode: "200" }, default: { statusCode: "500" } }

        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_with_bodies_and_paths_of_every_kind_are_taken(bool assumesTheRole)
    {
        await using var moto = await Moto.StartAsync(UncheckedCalls);
        var key = await SetUpAsync(moto);
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, moto, key.Text("id"), key.Text("secret"), assumesTheRole);
        using var client = new HttpClient { BaseAddress = server.Gateway };

        await PostAsync(client, "/queue", """{"text": "a b & c = ü"}""", HttpStatusCode.OK);
        await PostAsync(client, "/table", """{"text": "a b"}""", HttpStatusCode.OK);

        byte[] bytes = [0, 255, 128, 10];
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/octet-stream");
        // The stand-in refuses a plus sign in a key even from the AWS SDK for Python, because it sees paths decoded only.
        using var written = await client.PutAsync("/objects/a%20folder/b%20c.bin", content);
        Assert.True(written.StatusCode == HttpStatusCode.OK, await written.Content.ReadAsStringAsync());
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/objects/a%20folder/b%20c.bin");
        asked.Headers.Add("Accept", "application/octet-stream");
        using var read = await client.SendAsync(asked);
        Assert.Equal(bytes, await read.Content.ReadAsByteArrayAsync());
    }

    // Not verified: the program that stands in takes no signature over the query of a POST, not even that of AWS's own SDK.
    [Fact]
    public async Task An_action_with_query_parameters_is_understood()
    {
        await using var moto = await Moto.StartAsync();
        var key = await SetUpAsync(moto);
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, moto, key.Text("id"), key.Text("secret"), assumesTheRole: false);
        using var client = new HttpClient { BaseAddress = server.Gateway };

        Assert.Contains("MessageId", await PostAsync(client, "/topic?message=a%20b%2Bc%26d", "", HttpStatusCode.OK), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_secret_is_refused_by_the_service()
    {
        await using var moto = await Moto.StartAsync(UncheckedCalls);
        var key = await SetUpAsync(moto);
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, moto, key.Text("id"), "another", assumesTheRole: false);
        using var client = new HttpClient { BaseAddress = server.Gateway };

        var answer = await PostAsync(client, "/table", """{"text": "a b"}""", HttpStatusCode.InternalServerError);

        Assert.Contains("signature", answer, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> PostAsync(HttpClient client, string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {text}");
        return text;
    }

    private static async Task<JsonNode> SetUpAsync(Moto moto)
    {
        using var folder = new TemporaryFolder();
        var outcome = await ChildProcess.RunAsync("python3", [folder.Write("setup.py", Setup), moto.Url], new Dictionary<string, string>(AwsCli.Environment) { ["NO_PROXY"] = "127.0.0.1" });
        Assert.SkipWhen(outcome.Errors.Contains("No module named 'boto3'", StringComparison.Ordinal), "python3 has no boto3 here; pip install boto3 brings it");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return JsonNode.Parse(outcome.Output)!;
    }

    private static async Task<PorticoServer> StartAsync(TemporaryFolder folder, Moto moto, string id, string secret, bool assumesTheRole)
    {
        var environment = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = id, ["AWS_SECRET_ACCESS_KEY"] = secret, ["AWS_ENDPOINT_URL"] = moto.Url };
        if (assumesTheRole) environment["AWS_ENDPOINT_URL_STS"] = moto.Url;
        return await PorticoServer.StartAsync(["run", folder.Write("api.yaml", Definition)], environment);
    }
}
