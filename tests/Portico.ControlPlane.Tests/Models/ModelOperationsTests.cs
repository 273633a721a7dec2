using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.Models;

public sealed class ModelOperationsTests
{
    [Fact]
    public async Task A_new_API_has_the_models_Empty_and_Error()
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var models = (await plane.Done("GET", $"{api}/models"))["item"]!.AsArray();
        Assert.Equal("Empty: This is a default empty schema model, Error: This is a default error schema model",
            string.Join(", ", models.Select(model => $"{model!["name"]}: {model["description"]}")));
    }

    [Theory]
    [InlineData("""{"name":"Empty","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 409, "Model name already exists for this REST API")]
    [InlineData("""{"name":"","contentType":"application/json","schema":"{\"type\":\"object\"}"}""", 400, "Model name must be non-empty")]
    [InlineData("""{"name":"x","contentType":"application/json"}""", 400, "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"x","contentType":"application/json","schema":"{}"}""", 400, "Model schema must have at least 1 property or array items defined")]
    [InlineData("""{"name":"x","contentType":"application/xml","schema":""}""", 400, "Model schema must have at least 1 property or array items defined")]
    public async Task A_model_that_may_not_be_is_refused(string body, int status, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        var answer = await plane.Call("POST", $"{api}/models", body);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Theory]
    [InlineData("GET", "/restapis/nothere/models", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("POST", "/restapis/nothere/models", "Invalid API identifier specified 123456789012:nothere")]
    [InlineData("GET", "/restapis/nothere/models/Pet", "Invalid model name specified: Pet")]
    [InlineData("DELETE", "/restapis/a000000001/models/Pet", "Invalid model name specified: Pet")]
    public async Task What_is_missing_is_named(string method, string path, string message)
    {
        var plane = await StartAsync();
        await plane.NewApi();

        (await plane.Call(method, path, """{"name":"Pet","contentType":"application/json","schema":"{\"type\":\"object\"}"}""")).RefusesNotFound(message);
    }

    [Theory]
    [InlineData("replace", "/name", "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]")]
    [InlineData("add", "/wrong-path", "Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations")]
    [InlineData("replace", "/schema", "Model schema must have at least 1 property or array items defined")]
    public async Task A_patch_that_may_not_be_is_refused(string op, string path, string message)
    {
        var plane = await StartAsync();
        var (api, _) = await plane.NewApi();

        (await plane.Patch($"{api}/models/Empty", Op(op, path, ""))).RefusesBadRequest(message);
    }

    [Fact]
    public async Task A_model_in_use_stays()
    {
        var plane = await StartAsync();
        var (api, root) = await plane.NewApi();
        await plane.Done("PUT", $"{root}/methods/ANY", """{"authorizationType":"NONE","requestModels":{"application/json":"Empty"}}""");
        await plane.Done("PUT", $"{root}/methods/ANY/responses/200", """{"responseModels":{"application/json":"Error"}}""");

        (await plane.Call("DELETE", $"{api}/models/Empty")).Refuses(409, "ConflictException", "Cannot delete model 'Empty', is referenced in method request: //ANY");
        (await plane.Call("DELETE", $"{api}/models/Error")).Refuses(409, "ConflictException", "Cannot delete model 'Error', is referenced in method response: //ANY");
        await plane.Patch($"{root}/methods/ANY", Op("remove", "/requestModels/application~1json"));
        Assert.Equal(202, (await plane.Call("DELETE", $"{api}/models/Empty")).Status);
    }
}
