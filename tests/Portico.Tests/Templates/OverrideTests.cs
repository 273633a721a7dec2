using Portico.Tests.Running;

namespace Portico.Tests.Templates;

/// <summary><c>$context.requestOverride</c> and <c>$context.responseOverride</c>.</summary>
public sealed class OverrideTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task What_a_mocks_request_template_sets_acts_on_the_response_and_can_be_read_there()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Mock(
            "#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = 'bar')#set($context.responseOverride.custom = 'is also passed around')"
            + "#set($context.requestOverride.path.id = 'changed'){\"statusCode\": 200}",
            "$context.responseOverride.status $context.responseOverride.header.foo $context.responseOverride.custom #if($context.requestOverride.path.id == 'changed')yes#{else}no#end")));

        var answer = await api.GetAsync("");

        answer.Is(444, "444 bar is also passed around yes");
        Assert.Equal("bar", answer["foo"]);
    }

    [Theory]
    [InlineData("#set($context.responseOverride.status = 418)", 418)]
    [InlineData("#set($context.responseOverride.status = '418')", 418)]
    [InlineData("#set($context['responseOverride']['status'] = 418)", 418)]
    [InlineData("$context.responseOverride.put('status', 418)", 418)]
    [InlineData("#set($context.responseOverride.status = $input.path('$').size() + 418)", 418)]
    [InlineData("#set($o = $context.responseOverride)#set($o.status = 418)", 418)]
    [InlineData("#set($context.responseOverride = {'status': 418})", 418)]
    [InlineData("#set($context.responseOverride.status = 'teapot')", 200)]
    [InlineData("#set($context.responseOverride.status = 99)", 200)]
    [InlineData("#set($context.responseOverride.status = 101)", 200)]
    [InlineData("#set($context.responseOverride.status = 600)", 200)]
    [InlineData("#set($context.responseOverride.status = -404)", 200)]
    [InlineData("#set($context.responseOverride.status = 404.0)", 200)]
    [InlineData("#set($context.responseOverride.status = $nothing)", 200)]
    public async Task The_status_is_overridden_by_an_integer_that_is_one(string template, int status)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering(template)));

        Assert.Equal(status, (await api.GetAsync("")).Status);
    }

    [Theory]
    [InlineData("#set($context.responseOverride.header.X-Out = 'a')", "X-Out", "a")]
    [InlineData("#set($context.responseOverride.header['X-Out'] = 'a')", "X-Out", "a")]
    [InlineData("#set($context.responseOverride['header']['X-Out'] = 1)", "X-Out", "1")]
    [InlineData("$context.responseOverride.header.put('X-Out', true)", "X-Out", "true")]
    [InlineData("#set($h = $context.responseOverride.header)#set($h.X-Out = 'a')", "X-Out", "a")]
    [InlineData("#set($context.responseOverride.header = {'X-Out': 'a'})", "X-Out", "a")]
    [InlineData("#set($context.responseOverride.header.X-Out = ['a', 'b', 3])", "X-Out", "a,b,3")]
    [InlineData("#set($context.responseOverride.header.X-Out = $input.path('$.list'))", "X-Out", "x,y")]
    [InlineData("#set($context.responseOverride.header.X-Out = \"a\nb: c\")", "X-Out", "a b: c")]
    [InlineData("#set($context.responseOverride.header.X-Mapped = 'final')", "X-Mapped", "final")]
    [InlineData("#set($context.responseOverride.header.content-type = 'text/plain')", "Content-Type", "text/plain")]
    [InlineData("#set($context.responseOverride.header.Server = 'mine')", "x-amzn-Remapped-Server", "mine")]
    [InlineData("#set($context.responseOverride.header.Transfer-Encoding = 'chunked')", "Transfer-Encoding", null)]
    public async Task A_header_is_overridden_over_its_mapping(string template, string header, string? expected)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("""{"list": ["x", "y"]}"""));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "get",
            $$"""
            type: http
            httpMethod: GET
            uri: "{{backEnd.Url}}/"
            responses:
              default:
                statusCode: "200"
                responseParameters: { method.response.header.X-Mapped: "'mapped'" }
                responseTemplates: { application/json: {{TemplateApi.Quoted(template)}} }
            """,
            "responses: { \"200\": { description: ok, headers: { X-Mapped: { schema: { type: string } } } } }")));

        var answer = await api.GetAsync("");

        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, answer[header]);
    }

    [Theory]
    [InlineData("#set($context.responseOverride.status = 400)#set($context.responseOverride.status = 401)")]
    [InlineData("#set($context.responseOverride.header.A = 1)#set($context.responseOverride.header.A = 1)")]
    [InlineData("#set($context.responseOverride.header.A = 1)$context.responseOverride.header.put('A', 2)")]
    [InlineData("#set($context.requestOverride.path.A = 1)#set($context.requestOverride.path.A = 1)")]
    [InlineData("#set($context.responseOverride.header[\"a b\"] = 1)")]
    [InlineData("#set($context.responseOverride.header[\"a\r\nSet-Cookie\"] = 1)")]
    [InlineData("#set($context.responseOverride.header[''] = 1)")]
    public async Task What_is_overridden_twice_or_is_no_header_is_a_server_error(string template)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering(template)));

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task Header_query_and_path_of_the_back_ends_request_are_overridden_over_their_mapping()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(
            backEnd,
            """
            #set($context.requestOverride.header.X-Name = "from the template")
            #set($context.requestOverride.header.X-List = ["a", "b"])
            #set($context.requestOverride.querystring.q = "a&b")
            #set($context.requestOverride.querystring.Q = $input.params("q"))
            #set($context.requestOverride.path.id = "7 8")
            $input.json('$')
            """,
            integration: "requestParameters: { integration.request.header.X-Name: \"'mapped'\", integration.request.querystring.q: \"'mapped'\", integration.request.path.id: method.request.path.id }",
            uri: "/to/{id}")));

        await api.PostAsync("/items/1?q=x", """{ "a" : 1 }""");

        var received = backEnd.Single();
        Assert.Equal(("from the template", "a,b", """{"a":1}"""), (received["X-Name"], received["X-List"], received.Text));
        Assert.Equal("/to/7%208?q=a%26b&Q=x", received.Target);
    }

    [Theory]
    [InlineData("#set($context.requestOverride.header.Content-Length = 5)x")]
    [InlineData("#set($context.requestOverride.header['X-Amzn-Trace-Id'] = 'x')x")]
    [InlineData("#set($context.requestOverride.header[\"X: y\"] = 'x')x")]
    [InlineData("#set($context.requestOverride.path.id = '../admin')x")]
    public async Task What_must_not_be_sent_is_a_server_error_and_the_back_end_is_not_called(string template)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(backEnd, template, uri: "/to/{id}")));

        Assert.Equal(500, (await api.PostAsync("/items/1", "{}")).Status);
        backEnd.WasNotCalled();
    }

    [Fact]
    public async Task A_header_that_is_never_sent_is_left_out()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(backEnd, "#set($context.requestOverride.header.TE = 'trailers')x")));

        Assert.Equal(200, (await api.PostAsync("/items/1", "{}")).Status);
        Assert.Null(backEnd.Single()["TE"]);
    }
}
