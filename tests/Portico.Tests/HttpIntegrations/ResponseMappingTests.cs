using System.Text;
using Portico.Tests.Running;

namespace Portico.Tests.HttpIntegrations;

/// <summary>What an HTTP integration makes of its back end's answer.</summary>
public sealed class ResponseMappingTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task The_body_passes_and_the_back_ends_headers_do_not()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("""{"a":1}""", "Server: nginx", "X-Powered-By: php", "Set-Cookie: a=b", "Date: Thu, 01 Jan 1970 00:00:00 GMT"));
        var api = await DeployAsync(backEnd, "default: { statusCode: \"200\" }");

        var answer = await api.GetAsync("");

        answer.Is(200, """{"a":1}""");
        Assert.Equal(["Content-Length", "Content-Type", "Date", "X-Amzn-Trace-Id", "x-amz-apigw-id", "x-amzn-RequestId"], answer.Names.Order(StringComparer.Ordinal));
        Assert.NotEqual("Thu, 01 Jan 1970 00:00:00 GMT", answer["Date"]);
    }

    [Fact]
    public async Task The_content_type_is_json_whatever_the_back_end_says_unless_it_is_mapped()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 3\r\n\r\na;b");
        var plain = await DeployAsync(backEnd, "default: { statusCode: \"200\" }");
        var mapped = await DeployAsync(
            backEnd, "default: { statusCode: \"200\", responseParameters: { method.response.header.Content-Type: integration.response.header.Content-Type } }", "Content-Type");

        Assert.Equal("application/json", (await plain.GetAsync(""))["Content-Type"]);
        Assert.Equal("text/csv", (await mapped.GetAsync(""))["Content-Type"]);
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Accept-Charset")]
    [InlineData("Accept-Encoding")]
    [InlineData("Age")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-Type")]
    [InlineData("Pragma")]
    [InlineData("Range")]
    [InlineData("Referer")]
    [InlineData("TE")]
    [InlineData("Via")]
    [InlineData("Warn")]
    [InlineData("X-Own")]
    public async Task A_mapped_header_comes_under_its_own_name(string name)
    {
        var answer = await MappedAsync(name);

        Assert.Equal("mapped", answer[name]);
        Assert.Null(answer["x-amzn-Remapped-" + name]);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Connection")]
    [InlineData("Content-Length")]
    [InlineData("Content-MD5")]
    [InlineData("Date")]
    [InlineData("Expect")]
    [InlineData("Host")]
    [InlineData("Max-Forwards")]
    [InlineData("Proxy-Authenticate")]
    [InlineData("Server")]
    [InlineData("Trailer")]
    [InlineData("Upgrade")]
    [InlineData("User-Agent")]
    [InlineData("WWW-Authenticate")]
    public async Task A_mapped_header_that_the_gateway_owns_comes_remapped(string name)
    {
        var answer = await MappedAsync(name);

        Assert.Equal("mapped", answer["x-amzn-Remapped-" + name]);
        Assert.NotEqual("mapped", answer[name]);
    }

    [Fact]
    public async Task A_mapped_transfer_encoding_is_dropped()
    {
        var answer = await MappedAsync("Transfer-Encoding");

        Assert.DoesNotContain(answer.Headers, header => header.Value == "mapped");
        answer.Is(200, "{}");
    }

    [Theory]
    [InlineData("integration.response.header.X-One", "1")]
    [InlineData("integration.response.header.x-one", "1")]
    [InlineData("integration.response.header.X-Many", "b")]
    [InlineData("integration.response.multivalueheader.X-Many", "a,b")]
    [InlineData("integration.response.header.X-None", null)]
    [InlineData("integration.response.body", """{"a":{"b":"text"},"n":[1,2]}""")]
    [InlineData("integration.response.body.a.b", "text")]
    [InlineData("integration.response.body.n[1]", "2")]
    [InlineData("integration.response.body.none", null)]
    [InlineData("context.stage", "test")]
    [InlineData("stageVariables.color", "blue")]
    [InlineData("'literal'", "literal")]
    public async Task A_response_header_is_mapped_from(string source, string? expected)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("""{"a":{"b":"text"},"n":[1,2]}""", "X-One: 1", "X-Many: a", "X-Many: b"));
        var api = await DeployAsync(backEnd, $"default: {{ statusCode: \"200\", responseParameters: {{ method.response.header.X-Out: \"{source}\" }} }}", "X-Out");

        Assert.Equal(expected, (await api.GetAsync(""))["X-Out"]);
    }

    [Fact]
    public async Task A_body_path_into_an_answer_that_is_not_json_is_a_server_error()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("""{"a":"""));
        var api = await DeployAsync(backEnd, "default: { statusCode: \"200\", responseParameters: { method.response.header.X-Out: integration.response.body.a } }", "X-Out");

        Assert.Equal(500, (await api.GetAsync("")).Status);
    }

    [Theory]
    [InlineData(200, 200, "ok")]
    [InlineData(204, 200, "ok")]
    [InlineData(404, 404, "none")]
    [InlineData(400, 400, "bad")]
    [InlineData(422, 400, "bad")]
    [InlineData(500, 502, "failed")]
    [InlineData(503, 502, "failed")]
    [InlineData(301, 200, "ok")]
    public async Task The_status_chooses_the_response_whose_pattern_matches_it_whole(int status, int expected, string text)
    {
        using var backEnd = BackEnd.Answering($"HTTP/1.1 {status} Reason\r\nContent-Length: 0\r\nLocation: /x\r\n\r\n".Replace(status == 204 ? "Content-Length: 0\r\n" : "\0", "", StringComparison.Ordinal));
        var api = await DeployAsync(backEnd, """
            default: { statusCode: "200", responseTemplates: { application/json: ok } }
            "404": { statusCode: "404", responseTemplates: { application/json: none } }
            "4\\d{2}": { statusCode: "400", responseTemplates: { application/json: bad } }
            "5\\d{2}": { statusCode: "502", responseTemplates: { application/json: failed } }
            "0": { statusCode: "201", responseTemplates: { application/json: never } }
            """);

        // 404 matches two patterns: the one of the lower status comes first.
        (await api.GetAsync("")).Is(status == 404 ? 400 : expected, status == 404 ? "bad" : text);
    }

    [Fact]
    public async Task A_status_that_nothing_matches_is_a_server_error_without_a_default()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Response("404 Not Found", "{}"));
        var api = await DeployAsync(backEnd, "\"2\\\\d{2}\": { statusCode: \"200\" }");

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_plain_template_takes_the_place_of_the_body()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("a secret of the back end"));
        var api = await DeployAsync(backEnd, "default: { statusCode: \"200\", responseTemplates: { text/plain: hidden } }");

        var answer = await api.GetAsync("");

        answer.Is(200, "hidden");
        Assert.Equal("text/plain", answer["Content-Type"]);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: x\r\n\r\n", "hello world")]
    [InlineData("Connection: close\r\n\r\nuntil the end", "until the end")]
    public async Task A_body_is_taken_as_the_back_end_frames_it(string rest, string expected)
    {
        using var backEnd = BackEnd.AnsweringAndClosing("HTTP/1.1 200 OK\r\n" + rest);
        var api = await DeployAsync(backEnd, "default: { statusCode: \"200\" }");

        (await api.GetAsync("")).Is(200, expected);
    }

    // The payload FF is no UTF-8, and its base64 is /w==.
    [Theory]

    // No binary media types: everything is text, and bytes that are none become U+FFFD.
    [InlineData("", "text/plain", "", null, "FF", 200, "EFBFBD")]
    [InlineData("", "text/plain", "CONVERT_TO_TEXT", null, "FF", 200, "EFBFBD")]
    [InlineData("", "text/plain", "CONVERT_TO_BINARY", null, "2F773D3D", 200, "FF")]
    [InlineData("", "text/plain", "CONVERT_TO_BINARY", null, "FF", 500, null)]

    // The payload is text.
    [InlineData("image/png", "text/plain", "", "text/plain", "2F773D3D", 200, "2F773D3D")]
    [InlineData("image/png", "text/plain", "", "text/plain", "FF", 200, "EFBFBD")]
    [InlineData("image/png", "text/plain", "", "image/png", "2F773D3D", 200, "FF")]
    [InlineData("image/png", "text/plain", "", "image/png", "FF", 500, null)]
    [InlineData("image/png", "text/plain", "", "image/png, text/plain", "2F773D3D", 200, "FF")]
    [InlineData("image/png", "text/plain", "", "text/plain, image/png", "2F773D3D", 200, "2F773D3D")]
    [InlineData("image/png", "text/plain", "CONVERT_TO_TEXT", "image/png", "2F773D3D", 200, "2F773D3D")]
    [InlineData("image/png", "text/plain", "CONVERT_TO_BINARY", "text/plain", "2F773D3D", 200, "FF")]
    [InlineData("image/png", "text/plain", "CONVERT_TO_BINARY", "image/png", "2F773D3D", 200, "FF")]

    // The payload is bytes.
    [InlineData("image/png", "image/png", "", "image/png", "FF", 200, "FF")]
    [InlineData("image/png", "image/png", "", "text/plain", "FF", 200, "2F773D3D")]
    [InlineData("image/png", "image/png", "", null, "FF", 200, "2F773D3D")]
    [InlineData("image/png", "image/png", "CONVERT_TO_TEXT", "image/png", "FF", 200, "2F773D3D")]
    [InlineData("image/png", "image/png", "CONVERT_TO_TEXT", "text/plain", "FF", 200, "2F773D3D")]
    [InlineData("image/png", "image/png", "CONVERT_TO_BINARY", "image/png", "FF", 200, "FF")]
    [InlineData("image/png", "image/png", "CONVERT_TO_BINARY", "text/plain", "FF", 200, "FF")]
    [InlineData("image/*", "image/png", "", "image/webp", "FF", 200, "FF")]
    public async Task An_answer_is_converted(string binaryTypes, string contentType, string handling, string? accept, string payload, int status, string? expected)
    {
        var body = Encoding.Latin1.GetString(Convert.FromHexString(payload));
        using var backEnd = BackEnd.Answering($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var api = await DeployAsync(
            backEnd, $"default: {{ statusCode: \"200\"{(handling.Length == 0 ? "" : ", contentHandling: " + handling)} }}", head: binaryTypes.Length == 0 ? "" : $"x-amazon-apigateway-binary-media-types: [{binaryTypes}]");

        var answer = await (accept is null ? api.GetAsync("") : api.GetAsync("", ("Accept", accept)));

        Assert.Equal(status, answer.Status);
        if (expected is not null) Assert.Equal(expected, Convert.ToHexString(answer.Body));
    }

    [Theory]
    [InlineData("", "text/plain", "", "FF", 200, "EFBFBD")]
    [InlineData("", "text/plain", "CONVERT_TO_TEXT", "FF", 200, "EFBFBD")]
    [InlineData("", "text/plain", "CONVERT_TO_BINARY", "2F773D3D", 200, "FF")]
    [InlineData("", "text/plain", "CONVERT_TO_BINARY", "FF", 500, null)]
    [InlineData("image/png", "text/plain", "", "FF", 200, "EFBFBD")]
    [InlineData("image/png", "text/plain", "CONVERT_TO_BINARY", "2F773D3D", 200, "FF")]
    [InlineData("image/png", "image/png", "", "FF", 200, "FF")]
    [InlineData("image/png", "image/png; x=y", "", "FF", 200, "FF")]
    [InlineData("image/png", "image/png", "CONVERT_TO_BINARY", "FF", 200, "FF")]
    [InlineData("image/png", "image/png", "CONVERT_TO_TEXT", "FF", 200, "2F773D3D")]
    [InlineData("*/*", "anything/else", "", "FF", 200, "FF")]
    public async Task A_request_is_converted(string binaryTypes, string contentType, string handling, string payload, int status, string? expected)
    {
        using var backEnd = BackEnd.Answering();
        var integration = $"type: http\nhttpMethod: POST\nuri: {backEnd.Url}\n{(handling.Length == 0 ? "" : "contentHandling: " + handling)}\nresponses: {{ default: {{ statusCode: \"200\", contentHandling: CONVERT_TO_TEXT }} }}";
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "post", integration), binaryTypes.Length == 0 ? "" : $"x-amazon-apigateway-binary-media-types: [\"{binaryTypes}\"]"));

        var answer = await api.CallAsync("POST", "", Convert.FromHexString(payload), contentType);

        Assert.Equal(status, answer.Status);
        if (expected is null) backEnd.WasNotCalled();
        else Assert.Equal(expected, Convert.ToHexString(backEnd.Single().Body));
    }

    [Theory]
    [InlineData("CONVERT_TO_TEXT", 200)]
    [InlineData("CONVERT_TO_BINARY", 500)]
    public async Task A_response_template_cannot_take_bytes(string handling, int status)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("/w=="));
        var api = await DeployAsync(backEnd, $"default: {{ statusCode: \"200\", contentHandling: {handling}, responseTemplates: {{ application/json: text }} }}");

        Assert.Equal(status, (await api.GetAsync("")).Status);
    }

    [Theory]
    [InlineData("", 500)]
    [InlineData("contentHandling: CONVERT_TO_TEXT", 200)]
    public async Task A_request_template_cannot_take_bytes(string handling, int status)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/", "post", $"type: http\nhttpMethod: POST\nuri: {backEnd.Url}\n{handling}\nrequestTemplates: {{ image/png: text }}\nresponses: {{ default: {{ statusCode: \"200\" }} }}"),
            "x-amazon-apigateway-binary-media-types: [image/png]"));

        Assert.Equal(status, (await api.CallAsync("POST", "", [0xFF], "image/png", ("Accept", "application/json"))).Status);
    }

    private async Task<Answer> MappedAsync(string name)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("{}"));
        var api = await DeployAsync(backEnd, $"default: {{ statusCode: \"200\", responseParameters: {{ method.response.header.{name}: \"'mapped'\" }} }}", name);
        return await api.RawAsync("GET /test");
    }

    private Task<DeployedApi> DeployAsync(BackEnd backEnd, string responses, string? header = null, string head = "")
    {
        var headers = header is null ? "" : $", headers: {{ {header}: {{ schema: {{ type: string }} }} }}";
        var declared = string.Concat(new[] { "200", "201", "400", "404", "502" }.Select(status => $"  \"{status}\": {{ description: x{headers} }}\n"));
        return gateway.DeployAsync(
            OpenApi.Of(OpenApi.Path("/", "get", $"type: http\nhttpMethod: GET\nuri: {backEnd.Url}\nresponses:\n{OpenApi.Indented(responses, 2)}", "responses:\n" + declared), head), variables: ("color", "blue"));
    }
}
