using Portico.Tests.Running;

namespace Portico.Tests.Addressing;

/// <summary>Which API, stage and method a request is for.</summary>
public sealed class AddressingTests(RunningGateway gateway)
{
    private const string Forbidden = """{"message":"Forbidden"}""";
    private const string MissingToken = """{"message":"Missing Authentication Token"}""";

    private static readonly string Pets = OpenApi.Of(OpenApi.Mock("/", "root") + OpenApi.Mock("/pets", "pets") + OpenApi.Mock("/pets/{id}", "pet"));

    [Theory]
    [InlineData("/test/pets", "pets")]
    [InlineData("//test/pets", "pets")]
    [InlineData("///test/pets", "pets")]
    [InlineData("/test//pets", "pets")]
    [InlineData("/test/pets/", "pets")]
    [InlineData("/test/pets?a=1", "pets")]
    [InlineData("/test/pets/1", "pet")]
    [InlineData("/test/pets/1/", "pet")]
    [InlineData("/test/pets/%41", "pet")]
    [InlineData("/test/pe%74s", "pets")]
    [InlineData("/test", "root")]
    [InlineData("/test/", "root")]
    [InlineData("/test?a=1", "root")]
    public async Task A_host_name_leads_to_the_api_and_the_first_segment_to_the_stage(string target, string expected)
    {
        var api = await gateway.DeployAsync(Pets);

        (await api.RawAsync($"GET {target}")).Is(200, expected);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:8080")]
    [InlineData("eu-central-1.amazonaws.com")]
    [InlineData("eu-central-1.localhost:1")]
    public async Task Anything_may_stand_behind_execute_api_in_a_host_name(string domain)
    {
        var api = await gateway.DeployAsync(Pets);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync($"GET /test/pets HTTP/1.1\r\nHost: {api.Id}.EXECUTE-API.{domain}\r\n\r\n");

        (await connection.ReceiveAsync()).Is(200, "pets");
    }

    [Theory]
    [InlineData("/_aws/execute-api/{0}/test/pets", "pets")]
    [InlineData("/_aws/execute-api/{0}/test", "root")]
    [InlineData("/_aws/execute-api/{0}/test//pets/", "pets")]
    [InlineData("/restapis/{0}/test/_user_request_/pets", "pets")]
    [InlineData("/restapis/{0}/test/_user_request_/", "root")]
    [InlineData("/restapis/{0}/test/_user_request_", "root")]
    public async Task A_path_form_leads_to_the_stage_under_any_host_name(string target, string expected)
    {
        var api = await gateway.DeployAsync(Pets);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync($"GET {string.Format(null, target, api.Id)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

        (await connection.ReceiveAsync()).Is(200, expected);
    }

    [Theory]
    [InlineData("/nostage/pets", "{0}.execute-api.localhost")]
    [InlineData("/TEST/pets", "{0}.execute-api.localhost")]
    [InlineData("/", "{0}.execute-api.localhost")]
    [InlineData("/test/pets", "unknown123.execute-api.localhost")]
    [InlineData("/test/pets", "nobody.example.com")]
    [InlineData("/_aws/execute-api/unknown123/test/pets", "localhost")]
    [InlineData("/_aws/execute-api/{0}/nostage/pets", "localhost")]
    [InlineData("/_aws/execute-api/{0}", "localhost")]
    [InlineData("/_aws/execute-api/", "localhost")]
    [InlineData("/restapis/unknown123/test/_user_request_/pets", "localhost")]
    [InlineData("/restapis/{0}/nostage/_user_request_/pets", "localhost")]
    [InlineData("/restapis/{0}/test/_user_request_x/pets", "localhost")]
    [InlineData("/restapis/", "localhost")]
    [InlineData("/anything", "")]
    public async Task What_leads_to_no_stage_is_forbidden(string target, string host)
    {
        var api = await gateway.DeployAsync(Pets);
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync($"GET {string.Format(null, target, api.Id)} HTTP/1.1\r\nHost: {string.Format(null, host, api.Id)}\r\n\r\n");

        (await connection.ReceiveAsync()).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Fact]
    public async Task An_api_whose_endpoint_is_disabled_is_forbidden_by_host_and_by_path_and_open_by_its_own_domain()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/pets", "pets"), "servers: [{ url: /, x-amazon-apigateway-endpoint-configuration: { disableExecuteApiEndpoint: true } }]"));
        var domain = await new CustomDomain(gateway, $"{api.Id}.example.com").CreateAsync();
        await domain.MapAsync("", api.Id, api.Stage);
        using var connection = await gateway.ConnectAsync();

        (await api.GetAsync("/pets")).IsRefusal(403, "ForbiddenException", Forbidden);
        await connection.SendAsync($"GET /_aws/execute-api/{api.Id}/test/pets HTTP/1.1\r\nHost: localhost\r\n\r\n");
        (await connection.ReceiveAsync()).IsRefusal(403, "ForbiddenException", Forbidden);
        await connection.SendAsync($"GET /pets HTTP/1.1\r\nHost: {domain.Name}\r\n\r\n");
        (await connection.ReceiveAsync()).Is(200, "pets");
    }

    [Theory]
    [InlineData("GET /test/dogs")]
    [InlineData("GET /test/pets/1/2")]
    [InlineData("GET /test/Pets")]
    [InlineData("POST /test/pets")]
    [InlineData("HEAD2 /test/pets")]
    [InlineData("get /test/pets")]
    [InlineData("TRACE /test/pets")]
    public async Task An_unknown_path_or_method_of_a_stage_is_a_missing_token(string requestLine)
    {
        var api = await gateway.DeployAsync(Pets);

        (await api.RawAsync(requestLine, "Content-Length: 0")).IsRefusal(403, "MissingAuthenticationTokenException", MissingToken);
    }

    [Fact]
    public async Task A_missing_token_is_answered_with_these_headers_and_no_others()
    {
        var api = await gateway.DeployAsync(Pets);

        var answer = await api.RawAsync("GET /test/dogs");

        Assert.Equal(["Content-Length", "Content-Type", "Date", "x-amz-apigw-id", "x-amzn-ErrorType", "x-amzn-RequestId"], answer.Names.Order(StringComparer.Ordinal));
        Assert.Equal("42", answer["Content-Length"]);
    }

    [Theory]
    [InlineData("OPTIONS", "/test", "proxy-options")]
    [InlineData("POST", "/test", "test-post")]
    [InlineData("GET", "/test/any", "any")]
    [InlineData("DELETE", "/test/any", "any")]
    [InlineData("OPTIONS", "/test/other/deep", "proxy-options")]
    public async Task Resource_and_method_are_chosen_together(string method, string path, string expected)
    {
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Mock("/test", "test-post", "post") + OpenApi.Mock("/test/any", "any", "any") + OpenApi.Mock("/{proxy+}", "proxy-options", "options")));

        (await api.RawAsync($"{method} /test{path}", "Content-Length: 0")).Is(200, expected);
    }

    [Fact]
    public async Task Each_stage_answers_what_was_deployed_to_it()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "first")), "one");
        await api.OverwriteAsync(OpenApi.Of(OpenApi.Mock("/", "second")));
        await new DeployedApi(gateway, api.Id, "two").DeployAsync();

        (await api.RawAsync("GET /one")).Is(200, "first");
        (await api.RawAsync("GET /two")).Is(200, "second");
    }

    [Fact]
    public async Task A_deleted_api_is_forbidden()
    {
        var api = await gateway.DeployAsync(Pets);
        await gateway.ControlAsync("DELETE", $"/restapis/{api.Id}", "", "");

        (await api.GetAsync("/pets")).IsRefusal(403, "ForbiddenException", Forbidden);
    }

    [Fact]
    public async Task A_request_without_a_host_is_no_sound_message()
    {
        using var connection = await gateway.ConnectAsync();

        await connection.SendAsync("GET /test/pets HTTP/1.1\r\n\r\n");

        Assert.Equal(400, (await connection.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task The_absolute_form_is_read_as_the_path_behind_its_authority()
    {
        var api = await gateway.DeployAsync(Pets);

        (await api.RawAsync($"GET http://{api.Host}/test/pets?x=1")).Is(200, "pets");
    }
}
