using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portico.Aws.Signing;
using Portico.Functions;
using Portico.Tests.Callers;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Functions of another service: here a second gateway, whose Lambda API asks for signatures.</summary>
public sealed class RemoteFunctionTests(SignedControlPlane far)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    private const string Code = """
        export const handler = async (event) => {
          if (event.fail) throw new Error(event.fail);
          if (!event.queryStringParameters) return { event };
          const { n, fail } = event.queryStringParameters;
          if (fail) throw new Error(fail);
          return { statusCode: 201, headers: { own: 'yes' }, body: n ? 'x'.repeat(Number(n)) : event.path };
        };
        """;

    [Fact]
    public async Task A_function_that_is_elsewhere_answers_a_proxy()
    {
        var name = await CreateAsync(Code);
        await using var near = await NearAsync(far.Root);
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(name)) + OpenApi.Path("/versioned", "get", RunFunctions.Proxy(name + ":1"))));

        var answer = await api.GetAsync("/x?a=b");

        answer.Is(201, "/x");
        Assert.Equal("yes", answer["own"]);
        (await api.GetAsync("/versioned?a=b")).Is(201, "/versioned");
        Assert.Equal(6_000_000, (await api.GetAsync("/x?n=6000000")).Body.Length);
        (await api.GetAsync("/x?n=7000000")).IsRefusal(502, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/x?fail=no")).IsRefusal(502, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/x?a=b")).Is(201, "/x");
    }

    [Fact]
    public async Task A_function_that_is_elsewhere_answers_through_templates_and_takes_events()
    {
        var name = await CreateAsync(Code);
        await using var near = await NearAsync(far.Root);
        var api = await near.DeployAsync(OpenApi.Of(
            OpenApi.Path("/x", "post", RunFunctions.Custom(name, """
                responses:
                  default: { statusCode: "200" }
                  "no.*": { statusCode: "400", responseTemplates: { application/json: '$input.path("$.errorMessage")' } }
                """), "responses: { \"200\": { description: ok }, \"400\": { description: ok } }")
            + OpenApi.Path("/event", "post", RunFunctions.Custom(name, "requestParameters: { integration.request.header.X-Amz-Invocation-Type: \"'Event'\" }\nresponses: { default: { statusCode: \"200\" } }"))));

        (await api.PostAsync("/x", """{"a":1}""")).Is(200, """{"event":{"a":1}}""");
        (await api.PostAsync("/x", """{"fail":"not this"}""")).Is(400, "not this");
        (await api.PostAsync("/event", """{"a":1}""")).Is(200, "");
    }

    [Fact]
    public async Task A_stream_from_elsewhere_is_handed_on()
    {
        var name = await CreateAsync("""
            export const handler = awslambda.streamifyResponse(async (event, stream) => {
              if (event.queryStringParameters) throw new Error('no');
              stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { own: 'yes' } });
              for (let i = 0; i < 20; i++) stream.write('x'.repeat(100000));
              stream.end();
            });
            """);
        await using var near = await NearAsync(far.Root);
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Streamed(name))));

        var answer = await api.GetAsync("/x");

        Assert.Equal((202, 2_000_000, "yes"), (answer.Status, answer.Body.Length, answer["own"]));
        (await api.GetAsync("/x?fail=1")).IsRefusal(502, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("AKIANOBODY")]
    [InlineData(null)]
    public async Task A_signature_that_is_not_known_there_is_a_server_error(string? key)
    {
        var name = await CreateAsync(Code);
        await using var near = await NearAsync(key is null ? null : new AwsCredentials(key, "wrong"));
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(name))));

        (await api.GetAsync("/x?a=b")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_that_is_nowhere_is_a_server_error()
    {
        await using var near = await NearAsync(far.Root);
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy("nobody-has-this"))));

        (await api.GetAsync("/x")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_network_error_and_one_that_is_late_a_timeout()
    {
        await using var nowhere = await StartedAsync(new RemoteLambda(new Uri($"http://127.0.0.1:{FreePort.Closed()}"), null, "eu-central-1"));
        (await (await nowhere.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy("f"))))).GetAsync("/x"))
            .IsRefusal(504, "InternalServerErrorException", """{"message": "Network error communicating with endpoint"}""");

        using var silent = BackEnd.Start(async (_, connection) =>
        {
            await connection.WaitForCloseAsync();
            return false;
        });
        await using var late = await StartedAsync(new RemoteLambda(new Uri(silent.Url), null, "eu-central-1"));
        (await (await late.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy("f", "timeoutInMillis: 50"))))).GetAsync("/x"))
            .IsRefusal(504, "InternalServerErrorException", """{"message": "Endpoint request timed out"}""");
    }

    [Fact]
    public async Task The_call_is_the_one_that_Lambda_takes()
    {
        using var service = BackEnd.Answering(BackEnd.Response("200 OK", """{"statusCode":200,"body":"there"}"""));
        await using var near = await StartedAsync(new RemoteLambda(new Uri(service.Url + "/lambda"), new AwsCredentials("AKID", "secret", "token"), "eu-central-1"));
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy("f:live"))));

        (await api.GetAsync("/x")).Is(200, "there");

        var received = service.Single();
        Assert.Equal(("POST", "/lambda/2015-03-31/functions/f/invocations?Qualifier=live"), (received.Method, received.Target));
        Assert.Equal(("RequestResponse", "token"), (received["X-Amz-Invocation-Type"], received["X-Amz-Security-Token"]));
        Assert.Matches("^AWS4-HMAC-SHA256 Credential=AKID/\\d{8}/eu-central-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-invocation-type;x-amz-security-token, Signature=[0-9a-f]{64}$", received["Authorization"]);
        Assert.Equal("/x", (string)JsonNode.Parse(received.Text)!["path"]!);
    }

    [Theory]
    [InlineData(429, 500)]
    [InlineData(500, 502)]
    [InlineData(503, 502)]
    [InlineData(400, 500)]
    public async Task What_the_service_refuses_is_answered_as_AWS_answers_it(int refused, int status)
    {
        using var service = BackEnd.Answering(BackEnd.Response($"{refused} Refused", """{"message":"no"}"""));
        await using var near = await StartedAsync(new RemoteLambda(new Uri(service.Url), null, "eu-central-1"));
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy("f"))));

        (await api.GetAsync("/x")).IsRefusal(status, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("no event stream")]
    [InlineData("\0\0\0\u0010\0\0\0\0\0\0\0\0")]
    [InlineData("\u007f\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("")]
    public async Task A_stream_that_is_none_is_a_failure(string body)
    {
        using var service = BackEnd.Answering(BackEnd.Ok(body));
        await using var near = await StartedAsync(new RemoteLambda(new Uri(service.Url), null, "eu-central-1"));
        var api = await near.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Streamed("f"))));

        (await api.GetAsync("/x")).IsRefusal(504, "InternalServerErrorException", """{"message": "Network error communicating with endpoint"}""");
    }

    [Theory]
    [InlineData("http://127.0.0.1:4566", null, null, null, null)]
    [InlineData("http://localhost:4566/", null, null, null, null)]
    [InlineData("http://lambda.localhost:4566", null, null, null, null)]
    [InlineData("http://127.0.0.1:3001", null, null, null, "http://127.0.0.1:3001/")]
    [InlineData("http://127.0.0.1:4566", "http://127.0.0.1:3001", null, null, "http://127.0.0.1:3001/")]
    [InlineData("http://127.0.0.1:4566", null, "http://127.0.0.1:3002", null, "http://127.0.0.1:3002/")]
    [InlineData(null, "http://127.0.0.1:3001", "http://127.0.0.1:3002", null, "http://127.0.0.1:3001/")]
    [InlineData(null, null, null, "AKID", "https://lambda.eu-west-1.amazonaws.com/")]
    [InlineData(null, null, null, null, null)]
    public void Variables_and_the_settings_file_say_where_functions_are(string? all, string? lambda, string? configured, string? key, string? expected)
    {
        var variables = new Dictionary<string, string?> { ["AWS_ENDPOINT_URL"] = all, ["AWS_ENDPOINT_URL_LAMBDA"] = lambda, ["AWS_ACCESS_KEY_ID"] = key, ["AWS_SECRET_ACCESS_KEY"] = key };

        var remote = RemoteLambda.FromEnvironment(variables.GetValueOrDefault, "eu-west-1", configured, System.Net.IPEndPoint.Parse("127.0.0.1:4566"));

        Assert.Equal(expected, remote?.Find(null)?.Address.ToString());
    }

    private Task<RunningGateway> NearAsync(AwsCredentials? credentials) => StartedAsync(new RemoteLambda(new Uri("http://" + far.Authority), credentials, SignedCalls.Region));

    private static async Task<RunningGateway> StartedAsync(RemoteLambda remote)
    {
        var gateway = new RunningGateway { RemoteLambda = remote };
        await gateway.InitializeAsync();
        return gateway;
    }

    private async Task<string> CreateAsync(string code)
    {
        RunFunctions.SkipWithout("node");
        var name = "far-" + Guid.CreateVersion7().ToString("N");
        using var package = new MemoryStream();
        using (var archive = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var writer = new StreamWriter(await archive.CreateEntry("index.mjs").OpenAsync());
            await writer.WriteAsync(code);
        }

        var created = await far.CallAsync(far.Root, "POST", "/2015-03-31/functions", JsonSerializer.Serialize(new
        {
            FunctionName = name,
            Runtime = "nodejs20.x",
            Handler = "index.handler",
            Role = "arn:aws:iam::123456789012:role/none",
            MemorySize = 256,
            Timeout = 10,
            Publish = true,
            Code = new { ZipFile = Convert.ToBase64String(package.ToArray()) },
        }), "lambda");
        Assert.True(created.Status == 201, created.Text);
        return name;
    }
}
