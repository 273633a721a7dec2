using Portico.Tests.Running;

namespace Portico.Tests.Templates;

/// <summary>Templates around an HTTP back end.</summary>
public sealed class HttpTemplateTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    public static TheoryData<string, string, string> RequestTemplates => new()
    {
        { "{\"id\": \"$input.params('id')\", \"order\": $input.json('$')}", """{ "a" : [ 1, 2 ] }""", """{"id": "7", "order": {"a":[1,2]}}""" },
        { "$input.body", """{ "a" : 1 }""", """{ "a" : 1 }""" },
        { "$input.body", "", "{}" },
        { "$input.body", "no json", "no json" },
        { "$input.body.anything|$input.path('$.a.b')|$input.json('$.a.b')", """{"a": 1}""", "||\"\"" },
        { "$input.json('$.a') $input.path('$.a')", """{"a": "say \"hi\" to\/all"}""", "\"say \\\"hi\\\" to/all\" say \"hi\" to/all" },
        { "$input.path('$.a') $input.path('$.b') $input.path('$.c')", """{"a": {"foo": [{"nested": "bar"}]}, "b": [{"foo": "bar"}], "c": 249.99}""", """{foo=[{"nested":"bar"}]} [{"foo":"bar"}] 249.99""" },
        { "#foreach($i in $input.path('$.items'))$foreach.count:$i.n#if($foreach.hasNext),#end#end", """{"items": [{"n": "x"}, {"n": "y"}]}""", "1:x,2:y" },
        { "#set($p = '$.a')$input.json($p) #set($p = '$.b')$input.path($p)", """{"a": [1], "b": 2}""", "[1]2" },
        { "$input.json('$') $input.json('$.a') $input.path('$.a')|", "no json", "\"no json\" \"\" |" },
        { "$input.path('$.a') $input.json('$..n')", """{"a": null, "b": [{"n": 1}, {"n": {"x" : 2}}]}""", " [1,{\"x\":2}]" },
        { "#set($all = $input.path('$'))#set($all.more = 1)$all $input.path('$.more')", """{"a": 1}""", "{a=1, more=1} " },
        { "$util.escapeJavaScript($input.path('$.a')) $util.base64Encode($input.json('$.a'))", """{"a": "it's \"é\""}""", """it\'s \"\u00E9\" Iml0J3MgXCLDqVwiIg==""" },
        { "#set($x = $util.parseJson($input.path('$.text')))$x.a[1].b", """{"text": "{\"a\": [0, {\"b\": \"deep\"}]}"}""", "deep" },
        { "$util.urlEncode($input.params('q')) $util.urlDecode('a%20b+c') $util.base64Decode('w6k=')", "{}", "a+%26b a b c \u00E9" },
        { "Action=SendMessage&MessageBody=$util.urlEncode($input.body)", "", "Action=SendMessage&MessageBody=%7B%7D" },
    };

    [Theory]
    [MemberData(nameof(RequestTemplates))]
    public async Task The_back_end_gets_what_the_request_template_renders(string template, string body, string expected)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(backEnd, template)));

        Assert.Equal(200, (await api.PostAsync("/items/7?q=a%20%26b", body)).Status);

        var received = backEnd.Single();
        Assert.Equal(expected, received.Text);
        Assert.Equal("application/json", received["Content-Type"]);
    }

    public static TheoryData<string, string, string> ResponseTemplates => new()
    {
        { "{\"status\": \"$input.path('$.state')\", \"id\": \"$input.params('id')\", \"by\": \"$context.identity.sourceIp\"}", """{"state": "open"}""", """{"status": "open", "id": "7", "by": "127.0.0.1"}""" },
        { "#set($root = $input.path('$'))[#foreach($p in $root.pets){\"name\": \"$p.name\"}#if($foreach.hasNext), #end#end]", """{"pets": [{"name": "Rex"}, {"name": "Mia"}]}""", """[{"name": "Rex"}, {"name": "Mia"}]""" },
        { "$input.json('$.pets[0]')", """{"pets": [ { "name" : "Rex" } ]}""", """{"name":"Rex"}""" },
        { "$input.body", "<html>", "<html>" },
        { "$kept", "{}", "" },
        { "$context.fromRequest", "{}", """{"sent":"by client"}""" },
    };

    [Theory]
    [MemberData(nameof(ResponseTemplates))]
    public async Task The_client_gets_what_the_response_template_renders(string template, string answer, string expected)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok(answer));
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(backEnd, "#set($kept = 1)#set($context.fromRequest = $input.json('$'))$input.body", template)));

        (await api.PostAsync("/items/7", """{"sent": "by client"}""")).Is(200, expected);
    }

    [Fact]
    public async Task What_a_request_template_keeps_of_the_body_is_whole_when_the_response_is_made()
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("""{"from": "the back end, and long enough to lie over everything"}"""));
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(
            backEnd, "#set($context.kept = $input.path('$.deep'))$input.body", "$input.path('$.from').length() $context.kept $context.kept.x")));

        (await api.PostAsync("/items/7", """{"deep": {"x": "of the client"}}""")).Is(200, "52 {x=of the client} of the client");
    }

    [Theory]
    [InlineData("#if(", "x")]
    [InlineData("x", "#end")]
    [InlineData("$input.path('$.a').substring(9)", "x")]
    [InlineData("x", "$input.path('$.a').substring(9)")]
    [InlineData("#set($x = 'ab')#foreach($i in [1..60])#set($x = $util.escapeJavaScript(\"$x\\\\\"))#end$x.length()", "x")]
    public async Task A_template_that_is_none_or_fails_is_a_server_error(string request, string response)
    {
        using var backEnd = BackEnd.Answering(BackEnd.Ok("""{"a": "b"}"""));
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(backEnd, request, response)));

        (await api.PostAsync("/items/7", """{"a": "b"}""")).IsRefusal(500, "InternalServerErrorException", ServerError);
        if (request != "x") backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("application/json", "of json", "application/json")]
    [InlineData("text/csv; charset=utf-8", "of csv", "text/csv")]
    [InlineData("application/xml", "of all others", "application/xml")]
    public async Task The_template_of_the_bodys_type_is_rendered(string contentType, string expected, string sent)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "post",
            $$"""
            type: http
            httpMethod: POST
            uri: "{{backEnd.Url}}/"
            requestTemplates:
              application/json: "of#set($t = ' json')$t"
              text/csv: "of#set($t = ' csv')$t"
              $default: "of#set($t = ' all others')$t"
            responses: { default: { statusCode: "200" } }
            """)));

        await api.PostAsync("", "a,b", contentType);

        var received = backEnd.Single();
        Assert.Equal((expected, sent), (received.Text, received["Content-Type"]));
    }

    [Theory]
    [InlineData("CONVERT_TO_TEXT", 200, "AQL/")]
    [InlineData("CONVERT_TO_BINARY", 500, null)]
    public async Task A_binary_body_comes_to_a_template_as_base64_or_not_at_all(string handling, int status, string? expected)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path(
                "/", "post",
                $$"""
                type: http
                httpMethod: POST
                uri: "{{backEnd.Url}}/"
                contentHandling: {{handling}}
                requestTemplates: { image/png: "{\"image\": \"$input.body\"}" }
                responses: { default: { statusCode: "200" } }
                """),
            "x-amazon-apigateway-binary-media-types: [ image/png ]"));

        var answer = await api.CallAsync("POST", "", [1, 2, 255], "image/png");

        Assert.Equal(status, answer.Status);
        if (expected is null) backEnd.WasNotCalled();
        else Assert.Equal($$"""{"image": "{{expected}}"}""", backEnd.Single().Text);
    }

    [Fact]
    public async Task Validation_and_template_read_one_body()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path(
                "/", "post",
                $$"""
                type: http
                httpMethod: POST
                uri: "{{backEnd.Url}}/"
                requestParameters: { integration.request.header.X-Name: method.request.body.name }
                requestTemplates: { application/json: "{\"pet\": $input.json('$.name')}" }
                responses: { default: { statusCode: "200" } }
                """,
                """
                x-amazon-apigateway-request-validator: body
                requestBody: { content: { application/json: { schema: { type: object, required: [ name ] } } } }
                """),
            "x-amazon-apigateway-request-validators: { body: { validateRequestBody: true, validateRequestParameters: false } }"));

        Assert.Equal(200, (await api.PostAsync("", """{"name": "Rex"}""")).Status);
        var received = backEnd.Single();
        Assert.Equal(("Rex", """{"pet": "Rex"}"""), (received["X-Name"], received.Text));

        Assert.Equal(400, (await api.PostAsync("", "{}")).Status);
    }

    [Fact]
    public async Task A_large_body_is_rendered_as_a_small_one_is()
    {
        var items = string.Join(", ", Enumerable.Range(0, 20_000).Select(number => $$"""{ "n" : {{number}} }"""));
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Http(backEnd, "$input.json('$') $input.path('$.items').size()")));

        Assert.Equal(200, (await api.PostAsync("/items/1", $$"""{ "items": [ {{items}} ] }""")).Status);

        Assert.Equal($$"""{"items":[{{items.Replace(" ", "", StringComparison.Ordinal)}}]} 20000""", backEnd.Single().Text);
    }

    [Fact]
    public async Task Requests_at_the_same_time_do_not_meet_in_a_template()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Mock("#set($n = $input.path('$.n')){\"statusCode\": 200}#set($context.n = \"$n\")", "$context.n $input.params('q')")));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
            (await api.PostAsync($"?q={number}", $$"""{"n": {{number}}}""")).Is(200, $"{number} {number}")));
    }
}
