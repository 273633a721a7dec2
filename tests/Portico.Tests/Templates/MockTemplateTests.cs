using System.Globalization;
using Portico.Tests.Running;

namespace Portico.Tests.Templates;

/// <summary>Templates of methods without a back end, as recorded from AWS.</summary>
public sealed class MockTemplateTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Theory]
    [InlineData("#set($code = 404){\"statusCode\": $code}", 404)]
    [InlineData("#set($code = 404){statusCode: $code}", 404)]
    [InlineData("{\"statusCode\": $input.params('status')}", 201)]
    [InlineData("#if($input.path('$.fail'))\n{\"statusCode\": 404}\n#end", 404)]
    [InlineData("## the status\n{\"statusCode\": 201}", 201)]
    public async Task The_status_is_what_the_request_template_renders(string template, int status)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "any",
            $$"""
            type: mock
            requestTemplates: { application/json: {{TemplateApi.Quoted(template)}} }
            responses: { "404": { statusCode: "404" }, "201": { statusCode: "201" } }
            """,
            "responses: { \"404\": { description: none }, \"201\": { description: made } }")));

        (await api.PostAsync("?status=201", """{"fail": true}""")).Is(status, "");
    }

    [Theory]
    [InlineData("{\"code\": 200}")]
    [InlineData("{\"statusCode\": $input.params('absent')}")]
    [InlineData("#set($x = 1)")]
    public async Task A_request_template_that_renders_no_status_is_a_server_error(string template)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Mock(template, "$context.requestId")));

        (await api.GetAsync("")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("#foreach($x in [1])")]
    [InlineData("{\"statusCode\": 200}#end")]
    [InlineData("#set($x = 'abc'.substring(5)){\"statusCode\": 200}$x")]
    [InlineData("#set($x = 'abc'){\"statusCode\": 200}$x.substring(5)")]
    [InlineData("{\"statusCode\": 200}$input.path('$[')")]
    [InlineData("#parse('other.vtl'){\"statusCode\": 200}")]
    [InlineData("#set($x = $util.parseJson('{')){\"statusCode\": 200}")]
    public async Task A_template_that_is_none_or_fails_is_a_server_error_of_its_method_alone(string broken)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            TemplateApi.Mock(broken, "never", "/request") + TemplateApi.Answering(broken, "/response") + TemplateApi.Answering("fine", "/sound")));

        (await api.GetAsync("/request")).IsRefusal(500, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/response")).IsRefusal(500, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/sound")).Is(200, "fine");
    }

    [Fact]
    public async Task The_request_body_does_not_reach_the_response_template()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering("""$input.body|$input.json('$')|$input.path('$.a')|$input.json('$.a')""")));

        (await api.PostAsync("", """{"a": 1}""")).Is(200, "{}|{}||\"\"");
    }

    [Theory]
    [InlineData("$input.params('id') $input.params('q') $input.params('X-In') $input.params('none')|", "a b 2 h |")]
    [InlineData("$input.params().path.id $input.params().querystring.q $input.params().header['X-In']", "a b 2 h")]
    [InlineData("$input.params().get('path').get('id') $input.params().querystring.get('q')", "a b 2")]
    [InlineData("$input.params().path $input.params().querystring $input.params().header.X-In", "{id=a b} {q=2, e=} h")]
    [InlineData("$input.params().keySet()", "[path, querystring, header]")]
    [InlineData("#set($p = $input.params())$p.path.id $p['querystring'].q", "a b 2")]
    [InlineData("#set($n = 'q')$input.params($n) #set($i = $input)$i.params('id') $i.body $i", "2a b {} ")]
    [InlineData("$input.params('Host').startsWith($context.domainName) $input.params('Connection')|$input.params('TE')|$input.params().header.keySet().contains('Connection')", "true ||false")]
    public async Task Parameters_are_read_in_the_response_template(string template, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Mock(
            "{\"statusCode\": 200}", template, "/pets/{id}", more: "parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]")));

        (await api.GetAsync("/pets/a%20b?q=1&q=2&e=", ("X-In", "h"), ("TE", "trailers"))).Is(200, expected);
    }

    [Theory]
    [InlineData("both", "path", "path")]
    [InlineData("query", null, "query")]
    public async Task A_parameter_of_a_name_is_that_of_the_path_then_of_the_query_then_of_the_headers(string query, string? path, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            TemplateApi.Mock("{\"statusCode\": 200}", "$input.params('name')", "/in/{name}", more: "parameters: [ { name: name, in: path, required: true, schema: { type: string } } ]")
            + TemplateApi.Answering("$input.params('name')")));

        (await api.GetAsync($"{(path is null ? "" : "/in/" + path)}?name={query}", ("name", "header"))).Is(200, expected);
        (await api.GetAsync("", ("name", "header"))).Is(200, "header");
    }

    [Theory]
    [InlineData("$context.httpMethod $context.resourcePath $context.path $context.stage $context.accountId", "GET /pets /test/pets test 123456789012")]
    [InlineData("$context.identity.sourceIp $context['identity']['sourceIp'] $context.get('identity').get('sourceIp')", "127.0.0.1 127.0.0.1 127.0.0.1")]
    [InlineData("#set($i = $context.identity)$i.sourceIp $i.userAgent", "127.0.0.1 tests")]
    [InlineData("$context.identity.userAgent $context.protocol", "tests HTTP/1.1")]
    [InlineData("$context.identity.accountId|$context.identity|$context.requestOverride|$context.responseOverride|$context.authorizer.claims.sub|$context.nothing.at.all", "|||||")]
    [InlineData("$context.identity.keySet()", "[cognitoIdentityPoolId, accountId, cognitoIdentityId, caller, sourceIp, principalOrgId, accessKey, cognitoAuthenticationType, cognitoAuthenticationProvider, userArn, userAgent, user]")]
    [InlineData("$context.keySet()", "[resourceId, resourcePath, httpMethod, extendedRequestId, requestTime, path, accountId, protocol, requestOverride, stage, domainPrefix, requestTimeEpoch, requestId, identity, domainName, deploymentId, responseOverride, apiId]")]
    [InlineData("$context.requestOverride.keySet() $context.responseOverride.keySet()", "[path, header, querystring] [header]")]
    [InlineData("#set($context.own = 'x')$context.own #set($context.stage = 'y')$context.stage $context.identity.sourceIp", "xy 127.0.0.1")]
    [InlineData("#set($n = 'stage')$context[$n] $context.get($n)", "test test")]
    [InlineData("$context.endpointType", "EDGE")]
    [InlineData("#set($c = $context)$c.endpointType$c.stage", "test")]
    public async Task The_context_is_read_by_name_or_as_a_map(string template, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering(template, "/pets")));

        (await api.GetAsync("/pets", ("User-Agent", "tests"))).Is(200, expected);
    }

    [Fact]
    public async Task The_request_id_is_that_of_the_answers_header()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering("$context.requestId $context.extendedRequestId $context.apiId $context.domainName $context.domainPrefix")));

        var answer = await api.GetAsync("");

        answer.Is(200, string.Create(CultureInfo.InvariantCulture, $"{answer["x-amzn-RequestId"]} {answer["x-amz-apigw-id"]} {api.Id} {api.Host} {api.Id}"));
    }

    [Theory]
    [InlineData("$stageVariables.color $stageVariables['color'] ${stageVariables.color} ${stageVariables['color']} $stageVariables.get('color') $stageVariables.none|", "blue blue blue blue blue |")]
    [InlineData("$stageVariables", "{color=blue, size=2}")]
    [InlineData("#foreach($e in $stageVariables.entrySet())$e.key:$e.value,#end", "color:blue,size:2,")]
    [InlineData("#set($stageVariables.color = 'red')$stageVariables.color", "red")]
    public async Task Stage_variables_are_read_by_name_or_as_a_map(string template, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Answering(template)), variables: [("color", "blue"), ("size", "2")]);

        (await api.GetAsync("")).Is(200, expected);
    }

    [Fact]
    public async Task What_one_request_leaves_behind_the_next_one_does_not_see()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(TemplateApi.Mock(
            "#if($input.params('set') != '')#set($context.own = 'x')#set($stageVariables.v = 'y')#set($context.responseOverride.header.X-Left = 'z')#set($q = $input.params().querystring)#set($q.more = 'm')#end{\"statusCode\": 200}",
            "$context.own|$stageVariables.v|$input.params('more')|$left#set($left = 'l')")));
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync(api.RawHead("GET /test/?set=1"));
        var first = await connection.ReceiveAsync();
        await connection.SendAsync(api.RawHead("GET /test/"));
        var second = await connection.ReceiveAsync();

        first.Is(200, "x|y|m|");
        Assert.Equal("z", first["X-Left"]);
        second.Is(200, "|||");
        Assert.Null(second["X-Left"]);
    }
}
