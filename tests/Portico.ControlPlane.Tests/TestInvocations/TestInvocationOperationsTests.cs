namespace Portico.ControlPlane.Tests.TestInvocations;

public sealed class TestInvocationOperationsTests
{
    [Fact]
    public async Task The_answer_has_the_last_value_of_a_header_and_all_of_them()
    {
        var plane = await ControlPlane.StartAsync();
        var (_, root) = await plane.NewMockApi();

        var answer = await plane.Done("POST", $"{root}/methods/GET", """{"body":"b","multiValueHeaders":{"X":["1","2"]},"headers":{"x":"lost","Y":"3"}}""");

        Assert.Equal("""{"status":201,"body":"b","headers":{"X":"2","Y":"3"},"multiValueHeaders":{"X":["1","2"],"Y":["3"]},"log":"log\n","latency":7}""", answer.ToJsonString());
    }

    [Theory]
    [InlineData("GET", "{}", "GET", "/")]
    [InlineData("GET", """{"pathWithQueryString":"x?y=z"}""", "GET", "/x?y=z")]
    public async Task The_path_is_the_resources_unless_another_is_named(string method, string body, string verb, string path)
    {
        var plane = await ControlPlane.StartAsync();
        var (_, root) = await plane.NewMockApi();

        await plane.Done("POST", $"{root}/methods/{method}", body);

        Assert.Equal((verb, path), (plane.Tested.Single().Verb, plane.Tested.Single().PathWithQueryString));
    }

    [Theory]
    [InlineData("ANY", "GET")]
    [InlineData("PUT", "PUT")]
    public async Task A_method_ANY_is_tested_with_the_verb_that_is_named_or_GET(string named, string verb)
    {
        var plane = await ControlPlane.StartAsync();
        var (_, root) = await plane.NewApi();
        await plane.Done("PUT", $"{root}/methods/ANY", """{"authorizationType":"NONE"}""");

        await plane.Done("POST", $"{root}/methods/{named}", "{}");

        Assert.Equal((verb, "ANY"), (plane.Tested.Single().Verb, plane.Tested.Single().Method.HttpMethod));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var plane = await ControlPlane.StartAsync();
        var (api, root) = await plane.NewMockApi();

        (await plane.Call("POST", "/restapis/none/resources/x/methods/GET", "{}")).RefusesNotFound("Invalid Resource identifier specified");
        (await plane.Call("POST", $"{api}/resources/none/methods/GET", "{}")).RefusesNotFound("Invalid Resource identifier specified");
        (await plane.Call("POST", $"{root}/methods/PUT", "{}")).RefusesNotFound("Invalid Method identifier specified");
        (await plane.Call("POST", $"{root}/methods/GET", """{"clientCertificateId":"none"}""")).RefusesNotFound("Invalid Client Certificate identifier specified");
        Assert.Empty(plane.Tested);
    }

    [Theory]
    [InlineData("""{"headers":{"a b":"c"}}""", "Invalid header name 'a b' specified: use letters, digits and !#$%&'*+-.^_`|~")]
    [InlineData("""{"headers":{"":"c"}}""", "Invalid header name '' specified: use letters, digits and !#$%&'*+-.^_`|~")]
    [InlineData("""{"multiValueHeaders":{"a":["b\r\nX: y"]}}""", "The value of the header 'a' has control characters, which no header can have")]
    public async Task A_header_that_no_client_could_send_is_refused(string body, string message)
    {
        var plane = await ControlPlane.StartAsync();
        var (_, root) = await plane.NewMockApi();

        (await plane.Call("POST", $"{root}/methods/GET", body)).RefusesBadRequest(message);
    }
}
