using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.GatewayResponses;

public sealed class GatewayResponseOperationsTests
{
    private const string Template = """{"application/json":"{\"message\":$context.error.messageString}"}""";

    [Fact]
    public async Task Every_type_is_listed_sorted_with_its_default()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var items = (await plane.Done("GET", $"{api}/gatewayresponses"))["item"]!.AsArray();

        Assert.Equal(21, items.Count);
        Assert.Equal("""{"responseType":"ACCESS_DENIED","statusCode":"403","responseParameters":{},"responseTemplates":""" + Template + ""","defaultResponse":true}""",
            items[0]!.ToJsonString().Replace("\\u0022", "\\\"", StringComparison.Ordinal));
        Assert.Null(items[6]!["statusCode"]);
    }

    [Fact]
    public async Task What_is_put_is_filled_from_the_default_and_can_be_deleted_once()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var put = await plane.Call("PUT", $"{api}/gatewayresponses/THROTTLED", """{"responseParameters":{"gatewayresponse.header.X":"'1'"}}""");
        Assert.Equal((201, "429", false), (put.Status, (string?)put.Body!["statusCode"], (bool)put.Body["defaultResponse"]!));
        Assert.NotNull(put.Body["responseTemplates"]!["application/json"]);

        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/gatewayresponses/THROTTLED")).Status);
        (await plane.Call("DELETE", $"{api}/gatewayresponses/THROTTLED")).RefusesNotFound("Gateway response type not defined on api");
    }

    [Fact]
    public async Task Patching_a_default_makes_it_ones_own()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Patch($"{api}/gatewayresponses/DEFAULT_4XX", Op("replace", "/statusCode", "444"), Op("add", "/responseTemplates/text~1plain", "no"));

        Assert.Equal((200, "444", false), (answer.Status, (string?)answer.Body!["statusCode"], (bool)answer.Body["defaultResponse"]!));
        Assert.Equal(2, answer.Body["responseTemplates"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("add", "/statusCode", "444", 400, "Invalid patch path /statusCode")]
    [InlineData("remove", "/statusCode", null, 400, "Invalid patch path /statusCode")]
    [InlineData("replace", "/responseParameters/gatewayresponse.header.X", "'1'", 404, "Invalid parameter name specified")]
    [InlineData("replace", null, "x", 400, "Invalid patch path null")]
    [InlineData("replace", "/wrongPath", "x", 400, "Invalid patch path /wrongPath")]
    [InlineData("add", "/responseTemplates/text~1plain", null, 400, "Invalid null or empty value in responseTemplates")]
    [InlineData("add", "/responseParameters/gatewayresponse.header.X", null, 400, "Invalid null or empty value in responseParameters")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string? path, string? value, int status, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Patch($"{api}/gatewayresponses/DEFAULT_4XX", Op(op, path, value));
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("""{"responseTemplates":{"application/json":null}}""", "Invalid null or empty value in responseTemplates")]
    [InlineData("""{"responseParameters":{"gatewayresponse.header.X":null}}""", "Invalid null or empty value in responseParameters")]
    public async Task Values_are_not_null(string body, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Call("PUT", $"{api}/gatewayresponses/THROTTLED", body)).RefusesBadRequest(message);
    }

    [Fact]
    public async Task An_unknown_type_is_refused_by_the_model()
    {
        var answer = await (await StartAsync()).Call("GET", "/restapis/nothere/gatewayresponses/X");

        Assert.Equal("ValidationException", answer.Code);
        Assert.StartsWith("1 validation error detected: Value 'X' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, ",
            answer.Message, StringComparison.Ordinal);
    }
}
