using System.Text;
using System.Text.Json;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>What the client gets of what a function behind a proxy integration returns.</summary>
public sealed class ProxyAnswerTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Theory]
    [InlineData("""{"statusCode":200}""", 200, "")]
    [InlineData("""{"statusCode":"201","body":"made"}""", 201, "made")]
    [InlineData("""{"headers":{"a":"b"}}""", 200, "")]
    [InlineData("""{"statusCode":200,"headers":null,"body":null}""", 200, "")]
    [InlineData("""{"statusCode":200,"body":"x","isBase64Encoded":false,"multiValueHeaders":null}""", 200, "x")]
    [InlineData("""{"statusCode":200,"body":"ü 😀"}""", 200, "ü 😀")]
    [InlineData("""{"statusCode":404,"body":"{\"message\":\"none\"}"}""", 404, """{"message":"none"}""")]
    [InlineData("""{"statusCode":200,"body":"dGVzdC1kYXRh","isBase64Encoded":true}""", 200, "dGVzdC1kYXRh")]
    public async Task An_answer_of_the_right_form_is_handed_on(string told, int status, string body)
    {
        var answer = await (await DeployAsync()).PostAsync("/x", told);

        answer.Is(status, body);
        Assert.Equal("application/json", answer["Content-Type"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$", answer["X-Amzn-Trace-Id"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("""{"statusCode":200,"wrongValue":"x"}""")]
    [InlineData("""{"statusCode":"abc"}""")]
    [InlineData("""{"statusCode":200.5}""")]
    [InlineData("""{"statusCode":true}""")]
    [InlineData("""{"statusCode":0}""")]
    [InlineData("""{"statusCode":200,"body":{"a":1}}""")]
    [InlineData("""{"statusCode":200,"body":5}""")]
    [InlineData("""{"statusCode":200,"headers":"x"}""")]
    [InlineData("""{"statusCode":200,"headers":{"a":{}}}""")]
    [InlineData("""{"statusCode":200,"headers":{"a b":"c"}}""")]
    [InlineData("""{"statusCode":200,"multiValueHeaders":{"a":"b"}}""")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":"yes"}""")]
    public async Task An_answer_of_another_form_is_malformed(string told)
    {
        (await (await DeployAsync()).PostAsync("/x", told)).IsRefusal(502, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task Headers_are_texts_numbers_or_booleans_and_some_are_renamed_or_dropped()
    {
        var answer = await (await DeployAsync()).PostAsync("/x", """
            {"headers":{"Content-Type":"text/plain","a":"b","n":5,"t":true,"Date":"then","Server":"mine","Connection":"close","Via":"me","Transfer-Encoding":"chunked","x-amzn-RequestId":"other"}}
            """);

        Assert.Equal("text/plain", answer["Content-Type"]);
        Assert.Equal(("b", "5", "true", "me"), (answer["a"], answer["n"], answer["t"], answer["Via"]));
        Assert.Equal(("then", "mine", "close", "other"), (answer["x-amzn-Remapped-Date"], answer["x-amzn-Remapped-Server"], answer["x-amzn-Remapped-Connection"], answer["x-amzn-Remapped-x-amzn-RequestId"]));
        Assert.Null(answer["Transfer-Encoding"]);
    }

    [Theory]
    [InlineData("""{"multiValueHeaders":{"test-multi":["value1","value2"]}}""", "test-multi: value1, test-multi: value2")]
    [InlineData("""{"headers":{"test-multi":"value-solo"},"multiValueHeaders":{"test-multi":["value-multi"]}}""", "test-multi: value-multi, test-multi: value-solo")]
    [InlineData("""{"headers":{"tesT-mULTI":"value-solo"},"multiValueHeaders":{"tesT-Multi":["value-multi"]}}""", "tesT-Multi: value-multi, tesT-Multi: value-solo")]
    [InlineData("""{"multiValueHeaders":{"Set-Cookie":["a=1","b=2"]}}""", "Set-Cookie: a=1, Set-Cookie: b=2")]
    public async Task Values_of_lists_come_first_and_spell_the_name(string told, string lines)
    {
        var answer = await (await DeployAsync()).PostAsync("/x", told);

        var own = answer.Headers.Where(header => header.Name.StartsWith("tes", StringComparison.OrdinalIgnoreCase) || header.Name == "Set-Cookie");
        Assert.Equal(lines, string.Join(", ", own.Select(header => $"{header.Name}: {header.Value}")));
    }

    [Fact]
    public async Task A_header_cannot_split_the_answer()
    {
        var answer = await (await DeployAsync()).PostAsync("/x", """{"headers":{"a":"b\r\nEvil: yes"},"body":"x"}""");

        Assert.Null(answer["Evil"]);
        answer.Is(200, "x");
    }

    [Theory]
    [InlineData("image/png", "application/json", true)]
    [InlineData("image/png, */*", "application/json", true)]
    [InlineData("*/*", "image/png", true)]
    [InlineData("text/html, image/png", "text/html", false)]
    public async Task Base64_is_decoded_for_who_takes_bytes(string accept, string contentType, bool isDecoded)
    {
        byte[] bytes = [0, 1, 0xff, 0xfe];
        var api = await DeployAsync("x-amazon-apigateway-binary-media-types: [ image/png ]");
        var told = JsonSerializer.Serialize(new { body = Convert.ToBase64String(bytes), isBase64Encoded = true, headers = new Dictionary<string, string> { ["Content-Type"] = contentType } });

        var answer = await api.PostAsync("/x", told, "application/json", ("Accept", accept));

        Assert.Equal(200, answer.Status);
        Assert.Equal(isDecoded ? bytes : Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes)), answer.Body);
    }

    [Fact]
    public async Task What_is_no_base64_and_said_to_be_is_a_server_error()
    {
        var api = await DeployAsync("x-amazon-apigateway-binary-media-types: [ '*/*' ]");
        var answer = await api.CallAsync("POST", "/x", "{\"told\":1}"u8.ToArray(), "application/json");
        answer.IsRefusal(502, "InternalServerErrorException", ServerError);

        var function = await gateway.Functions.NodeAsync("export const handler = async () => ({ body: '%%%', isBase64Encoded: true });");
        api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function)), "x-amazon-apigateway-binary-media-types: [ '*/*' ]"));
        (await api.GetAsync("/x")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("throw new Error('no');")]
    [InlineData("process.exit(1);")]
    [InlineData("process.kill(process.pid, 'SIGKILL'); await new Promise(() => setTimeout(() => {}, 60000));")]
    public async Task A_function_that_fails_is_a_bad_gateway(string body)
    {
        var function = await gateway.Functions.NodeAsync($"export const handler = async () => {{ {body} }};");
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function))));

        (await api.GetAsync("/x")).IsRefusal(502, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_that_outlives_its_own_time_is_a_bad_gateway_and_one_that_outlives_the_integrations_a_timeout()
    {
        var function = await gateway.Functions.NodeAsync("export const handler = async () => { await new Promise((r) => setTimeout(r, 60000)); };", timeout: 1);
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/own", "get", RunFunctions.Proxy(function)) + OpenApi.Path("/integration", "get", RunFunctions.Proxy(function, "timeoutInMillis: 50"))));

        (await api.GetAsync("/own")).IsRefusal(502, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/integration")).IsRefusal(504, "InternalServerErrorException", """{"message": "Endpoint request timed out"}""");
    }

    [Fact]
    public async Task A_request_that_makes_too_large_an_event_is_refused_and_the_largest_answer_is_taken()
    {
        var api = await DeployAsync();

        (await api.PostAsync("/x", new string('x', 6_300_000), "text/plain")).IsRefusal(413, "BadRequestException", """{"message": "Request Too Long"}""");

        var function = await gateway.Functions.NodeAsync("export const handler = async (event) => ({ body: 'x'.repeat(Number(event.queryStringParameters.n)) });");
        api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function))));
        Assert.Equal(6_291_000, (await api.GetAsync("/x?n=6291000")).Body.Length);
        (await api.GetAsync("/x?n=20000000")).IsRefusal(502, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/x?n=1")).Is(200, "x");
    }

    [Fact]
    public async Task A_customised_integration_failure_is_answered_with_its_own_status()
    {
        var function = await gateway.Functions.NodeAsync("export const handler = async () => { throw new Error('no'); };");
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/x", "get", RunFunctions.Proxy(function)),
            "x-amazon-apigateway-gateway-responses: { INTEGRATION_FAILURE: { statusCode: 503, responseTemplates: { application/json: '{\"of\":\"$context.error.responseType\"}' } } }"));

        (await api.GetAsync("/x")).Is(503, """{"of":"INTEGRATION_FAILURE"}""");
    }

    [Fact]
    public async Task A_header_asks_in_vain_for_an_asynchronous_call()
    {
        var api = await DeployAsync();

        (await api.PostAsync("/x", """{"statusCode":201,"body":"there"}""", "application/json", ("X-Amz-Invocation-Type", "Event"))).Is(201, "there");
    }

    private async Task<DeployedApi> DeployAsync(string head = "")
    {
        var function = await gateway.Functions.NodeAsync("export const handler = async (event) => JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body);");
        return await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "post", RunFunctions.Proxy(function)), head));
    }
}
