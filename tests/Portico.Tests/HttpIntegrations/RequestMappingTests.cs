using Portico.Tests.Running;

namespace Portico.Tests.HttpIntegrations;

/// <summary>What an HTTP integration sends to its back end.</summary>
public sealed class RequestMappingTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    private const string Declared = """
        parameters:
          - { name: id, in: path, required: true, schema: { type: string } }
          - { name: q, in: query, schema: { type: string } }
          - { name: X-In, in: header, schema: { type: string } }
          - { name: Host, in: header, schema: { type: string } }
          - { name: Connection, in: header, schema: { type: string } }
          - { name: Content-Length, in: header, schema: { type: string } }
          - { name: Expect, in: header, schema: { type: string } }
          - { name: TE, in: header, schema: { type: string } }
        """;

    [Fact]
    public async Task The_back_end_gets_these_headers_and_nothing_of_the_clients()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        await api.PostAsync("/items/1?q=secret", "{}", "application/json", ("X-In", "secret"), ("Cookie", "secret"), ("User-Agent", "curl"), ("Authorization", "secret"), ("Accept", "text/html"));

        var received = backEnd.Single();
        Assert.Equal(
            ["Accept", "Content-Length", "Content-Type", "Host", "User-Agent", "X-Amzn-Apigateway-Api-Id", "X-Amzn-Trace-Id"],
            received.Headers.Select(header => header.Name).Order(StringComparer.Ordinal));
        Assert.Equal("application/json", received["Accept"]);
        Assert.Equal("application/json", received["Content-Type"]);
        Assert.Equal("2", received["Content-Length"]);
        Assert.Equal($"127.0.0.1:{backEnd.Port}", received["Host"]);
        Assert.Equal($"AmazonAPIGateway_{api.Id}", received["User-Agent"]);
        Assert.Equal(api.Id, received["X-Amzn-Apigateway-Api-Id"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$", received["X-Amzn-Trace-Id"]);
        Assert.Equal("/target", received.Target);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Without_a_body_there_is_no_content_type_and_a_length_of_zero(string method)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        await api.RawAsync($"{method} /test/items/1", "Content-Length: 0");

        var received = backEnd.Single();
        Assert.Equal("POST", received.Method);
        Assert.Null(received["Content-Type"]);
        Assert.Equal("0", received["Content-Length"]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task The_integrations_own_method_is_used_and_the_clients_body_passed_even_for_get(string method)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        await api.CallAsync(method, "/items/1", """{"a": 1}""");

        var received = backEnd.Single();
        Assert.Equal("POST", received.Method);
        Assert.Equal("""{"a": 1}""", received.Text);
    }

    [Fact]
    public async Task The_clients_content_type_goes_with_a_body_that_passes_through()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        await api.PostAsync("/items/1", "<a/>", "application/xml; charset=utf-8");

        Assert.StartsWith("application/xml", backEnd.Single()["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_template_is_the_body_whatever_the_client_sends()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, "requestTemplates: { application/json: '{\"fixed\": true}' }");

        await api.PostAsync("/items/1", """{"a": 1}""");

        Assert.Equal("""{"fixed": true}""", backEnd.Single().Text);
    }

    [Theory]
    [InlineData("'literal'", "literal")]
    [InlineData("method.request.header.X-In", "in")]
    [InlineData("method.request.header.Host", "{api}.execute-api.localhost")]
    [InlineData("method.request.querystring.q", "b c")]
    [InlineData("method.request.multivaluequerystring.q", "a,b c")]
    [InlineData("method.request.path.id", "i d")]
    [InlineData("method.request.body", """{"user":{"id":7,"name":"Ann"},"tags":["x","y"]}""")]
    [InlineData("method.request.body.user.id", "7")]
    [InlineData("method.request.body.user.name", "Ann")]
    [InlineData("method.request.body.tags[1]", "y")]
    [InlineData("method.request.body.user", """{"id":7,"name":"Ann"}""")]
    [InlineData("method.request.body.nothing", null)]
    [InlineData("stageVariables.color", "blue")]
    [InlineData("stageVariables.nothing", null)]
    [InlineData("context.apiId", "{api}")]
    [InlineData("context.stage", "test")]
    [InlineData("context.resourcePath", "/items/{id}")]
    [InlineData("context.path", "/test/items/i%20d")]
    [InlineData("context.httpMethod", "POST")]
    [InlineData("context.identity.sourceIp", "127.0.0.1")]
    public async Task A_header_is_mapped_from(string source, string? expected)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.header.X-Out: \"{source}\" }}");

        (await api.PostAsync("/items/i%20d?q=a&q=b%20c", """{"user":{"id":7,"name":"Ann"},"tags":["x","y"]}""", "application/json", ("X-In", "in"))).Is(200, """{"from":"backend"}""");

        Assert.Equal(expected?.Replace("{api}", api.Id, StringComparison.Ordinal), backEnd.Single()["X-Out"]);
    }

    [Theory]
    [InlineData("'literal'", "/target?out=literal")]
    [InlineData("'a b&c=d'", "/target?out=a%20b%26c%3Dd")]
    [InlineData("method.request.querystring.q", "/target?out=b%20c")]
    [InlineData("method.request.header.X-In", "/target?out=in")]
    [InlineData("method.request.body.user.name", "/target?out=Ann")]
    [InlineData("method.request.header.X-None", "/target")]
    public async Task A_query_parameter_is_mapped_from(string source, string target)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.querystring.out: \"{source}\" }}", more: "  - { name: X-None, in: header, schema: { type: string } }");

        await api.PostAsync("/items/1?q=a&q=b%20c&unmapped=1", """{"user":{"name":"Ann"}}""", "application/json", ("X-In", "in"));

        Assert.Equal(target, backEnd.Single().Target);
    }

    [Theory]
    [InlineData("/items/{place}", "method.request.path.id", "/items/i%20d")]
    [InlineData("/items/{place}/more", "'a/b'", "/items/a/b/more")]
    [InlineData("/items/{place}", "'a b'", "/items/a%20b")]
    [InlineData("/{place}/{place}", "method.request.querystring.q", "/qq/qq")]
    [InlineData("/items/{place}?x=1", "method.request.header.X-In", "/items/in?x=1")]
    [InlineData("/items/{none}", "'a'", "/items/")]
    public async Task A_placeholder_of_the_uri_is_mapped_from(string path, string source, string target)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.path.place: \"{source}\" }}", path);

        await api.PostAsync("/items/i%20d?q=qq", "", "application/json", ("X-In", "in"));

        Assert.Equal(target, backEnd.Single().Target);
    }

    [Fact]
    public async Task Stage_variables_stand_anywhere_in_the_uri()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(
            OpenApi.Of(OpenApi.Path("/", "get", "type: http\nhttpMethod: GET\nuri: \"http://${stageVariables.host}:${stageVariables.port}/${stageVariables.path}/x?v=${stageVariables.none}\"\nresponses: { default: { statusCode: \"200\" } }")),
            "test", ("host", "127.0.0.1"), ("port", $"{backEnd.Port}"), ("path", "of-stage"));

        (await api.GetAsync("")).Is(200, """{"from":"backend"}""");

        Assert.Equal("/of-stage/x?v=", backEnd.Single().Target);
    }

    [Fact]
    public async Task A_uri_without_host_once_its_variables_are_in_is_a_server_error()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/", "get", "type: http\nhttpMethod: GET\nuri: \"http://${stageVariables.none}/x\"\nresponses: { default: { statusCode: \"200\" } }")));

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("content-length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("X-Amzn-Trace-Id")]
    [InlineData("X-Amzn-Apigateway-Api-Id")]
    public async Task A_mapping_to_a_header_of_the_gateways_own_fails_when_called(string name)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.header.{name}: \"'1'\" }}");

        (await api.PostAsync("/items/1", "{}")).IsRefusal(500, "InternalServerErrorException", ServerError);
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("Connection")]
    [InlineData("Expect")]
    [InlineData("Proxy-Authenticate")]
    [InlineData("TE")]
    [InlineData("Via")]
    public async Task A_mapping_to_one_of_these_headers_is_silently_left_out(string name)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.header.{name}: \"'mapped'\", integration.request.header.X-Other: \"'mapped'\" }}");

        Assert.Equal(200, (await api.PostAsync("/items/1", "{}")).Status);

        var received = backEnd.Single();
        Assert.Null(received[name]);
        Assert.Equal("mapped", received["X-Other"]);
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Accept-Charset")]
    [InlineData("Accept-Encoding")]
    [InlineData("Age")]
    [InlineData("Authorization")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-MD5")]
    [InlineData("Content-Type")]
    [InlineData("Date")]
    [InlineData("Host")]
    [InlineData("Max-Forwards")]
    [InlineData("Pragma")]
    [InlineData("Range")]
    [InlineData("Referer")]
    [InlineData("Server")]
    [InlineData("Trailer")]
    [InlineData("Upgrade")]
    [InlineData("User-Agent")]
    [InlineData("Warn")]
    [InlineData("WWW-Authenticate")]
    public async Task A_mapping_to_one_of_these_headers_is_sent_once(string name)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.header.{name}: \"'mapped'\" }}");

        await api.PostAsync("/items/1", "{}");

        Assert.Equal("mapped", backEnd.Single()[name]);
    }

    [Theory]
    [InlineData("Connection: keep-alive", "Connection")]
    [InlineData("Content-Length: 2", "Content-Length")]
    [InlineData("TE: trailers", "TE")]
    public async Task A_header_that_never_reaches_mappings_maps_to_nothing(string line, string name)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, $"requestParameters: {{ integration.request.header.X-Out: method.request.header.{name} }}");
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("POST /test/items/1", name == "Content-Length" ? "X: y" : "Content-Length: 2", line) + "{}");
        Assert.Equal(200, (await connection.ReceiveAsync()).Status);

        Assert.Null(backEnd.Single()["X-Out"]);
    }

    [Fact]
    public async Task A_mapped_value_cannot_begin_a_header_or_a_request_of_its_own()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, "requestParameters: { integration.request.header.X-Out: method.request.body.evil }");

        await api.PostAsync("/items/1", """{"evil": "a\r\nX-Evil: yes\r\n\r\nGET / HTTP/1.1"}""");

        var received = backEnd.Single();
        Assert.Equal("a  X-Evil: yes    GET / HTTP/1.1", received["X-Out"]);
        Assert.Null(received["X-Evil"]);
    }

    [Theory]
    [InlineData("[1, 2")]
    [InlineData("""{"a":""")]
    [InlineData("'single'")]
    public async Task A_body_path_into_something_that_looks_like_json_and_is_not_is_refused(string body)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, "requestParameters: { integration.request.header.X-Out: method.request.body.a }");

        (await api.PostAsync("/items/1", body)).IsRefusal(400, "BadRequestException", """{"message": "Invalid JSON in request body"}""");
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task A_body_path_into_text_maps_to_nothing()
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd, "requestParameters: { integration.request.header.X-Out: method.request.body.a }");

        Assert.Equal(200, (await api.PostAsync("/items/1", "plain text", "text/plain")).Status);
        Assert.Null(backEnd.Single()["X-Out"]);
    }

    private Task<DeployedApi> DeployAsync(BackEnd backEnd, string integration = "", string path = "/target", string more = "") => gateway.DeployAsync(
        OpenApi.Of(OpenApi.Path("/items/{id}", "any", $"type: http\nhttpMethod: POST\nuri: \"{backEnd.Url}{path}\"\n{integration}\nresponses: {{ default: {{ statusCode: \"200\" }} }}", Declared + "\n" + more)),
        variables: ("color", "blue"));
}
