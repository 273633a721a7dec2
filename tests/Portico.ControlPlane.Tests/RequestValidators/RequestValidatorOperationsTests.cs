using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.RequestValidators;

public sealed class RequestValidatorOperationsTests
{
    [Fact]
    public async Task A_validator_checks_nothing_until_told()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Call("POST", $"{api}/requestvalidators", """{"name":"all"}""");
        Assert.Equal((201, """{"id":"a00005","name":"all","validateRequestBody":false,"validateRequestParameters":false}"""), (answer.Status, answer.Json));

        var patched = await plane.Patch($"{api}/requestvalidators/a00005", Op("replace", "/validateRequestBody", "true"));
        Assert.True((bool)patched.Body!["validateRequestBody"]!);
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/requestvalidators/a00005")).Status);
    }

    [Theory]
    [InlineData("POST", "/restapis/nothere/requestvalidators", 400, "Invalid REST API identifier specified")]
    [InlineData("GET", "/restapis/nothere/requestvalidators", 404, "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/requestvalidators/x", 404, "Invalid Request Validator identifier specified")]
    [InlineData("PATCH", "/restapis/nothere/requestvalidators/x", 404, "Invalid Request Validator identifier specified")]
    public async Task What_is_missing_is_named(string method, string path, int status, string message)
    {
        var answer = await (await StartAsync()).Call(method, path, "{}");
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("replace", "/wrong", "x", "Invalid patch path  '/wrong' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]")]
    [InlineData("add", "/name", "x", "Invalid patch path  '/name' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace", "/name", "", "Request Validator name cannot be blank")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string value, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();
        await plane.Done("POST", $"{api}/requestvalidators", "{}");

        (await plane.Patch($"{api}/requestvalidators/a00005", Op(op, path, value))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_validator_in_use_stays()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        await plane.Done("POST", $"{api}/requestvalidators", "{}");
        await plane.Done("PUT", $"{root}/methods/GET", """{"authorizationType":"NONE","requestValidatorId":"a00005"}""");

        Assert.Equal(409, (await plane.Call("DELETE", $"{api}/requestvalidators/a00005")).Status);
    }
}
