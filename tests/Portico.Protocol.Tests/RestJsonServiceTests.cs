namespace Portico.Protocol.Tests;

public sealed class RestJsonServiceTests
{
    [Theory]
    [InlineData("POST", "/animals", "CreateAnimal")]
    [InlineData("POST", "/animals?mode=import", "ImportAnimals")]
    [InlineData("POST", "/animals?mode=other", "CreateAnimal")]
    [InlineData("GET", "/animals/cage", "GetCage")]
    [InlineData("GET", "/animals/cat", "GetAnimal")]
    [InlineData("GET", "/animals/cat/", "GetAnimal")]
    public async Task A_call_goes_to_the_operation_whose_method_and_address_it_has(string method, string target, string operation)
    {
        var response = await Zoo.Call(method, target, """{"name":"x"}""");

        Assert.Equal($"\"{operation}\"", Zoo.TextOf(response));
    }

    [Theory]
    [InlineData("GET", "/plants")]
    [InlineData("DELETE", "/animals/cat")]
    [InlineData("GET", "/animals//")]
    [InlineData("GET", "/")]
    public async Task An_address_of_no_operation_misses_its_token(string method, string target)
    {
        var response = await Zoo.Call(method, target);

        Assert.Equal((403, "MissingAuthenticationTokenException"), (response.Status, response.Header("x-amzn-ErrorType")));
        Assert.Equal("""{"message":"Missing Authentication Token"}""", Zoo.TextOf(response));
    }

    [Fact]
    public async Task An_operation_without_a_handler_says_so_with_501()
    {
        var response = await Zoo.Call("GET", "/paths/a");

        Assert.Equal((501, "UnsupportedOperation"), (response.Status, response.Header("x-amzn-ErrorType")));
        Assert.Equal("The operation GetPath of zoo is not available in this version of Portico", Zoo.Member(response, "message"));
    }

    [Fact]
    public async Task Every_answer_names_its_request_and_is_JSON()
    {
        foreach (var target in new[] { "/animals/cat", "/nowhere", "/paths/a" })
        {
            var response = await Zoo.Call("GET", target);
            Assert.Equal(("request-1", "application/json"), (response.Header("x-amzn-RequestId"), response.Header("Content-Type")));
        }
    }

    [Fact]
    public async Task An_answer_has_the_status_of_its_row()
    {
        Assert.Equal(201, (await Zoo.Call("POST", "/animals", """{"name":"x"}""")).Status);
    }

    [Fact]
    public async Task A_refusal_of_the_service_has_a_message_in_lower_case()
    {
        var response = await Zoo.Call("GET", "/animals/cat", handle: _ => throw Portico.Aws.ServiceException.Conflict("two \"cats\""));

        Assert.Equal((409, "ConflictException"), (response.Status, response.Header("x-amzn-ErrorType")));
        Assert.Equal("""{"message":"two \"cats\""}""", Zoo.TextOf(response));
    }

    [Fact]
    public async Task What_nobody_meant_to_throw_is_told_to_the_host_and_not_to_the_caller()
    {
        (string Operation, string RequestId, Exception Exception)? told = null;
        var response = await Zoo.Call(
            "GET", "/animals/cat", handle: _ => throw new InvalidOperationException("secret"), onUnexpected: (operation, id, exception) => told = (operation, id, exception));

        Assert.Equal((500, "InternalFailure"), (response.Status, response.Header("x-amzn-ErrorType")));
        Assert.Equal("""{"message":"The request request-1 failed inside Portico; its log says why"}""", Zoo.TextOf(response));
        Assert.Equal(("GetAnimal", "request-1", "secret"), (told?.Operation, told?.RequestId, told?.Exception.Message));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        Assert.Equal(413, (await Zoo.Call("POST", "/animals", new string('x', 1_001))).Status);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-1/apigateway/aws4_request, SignedHeaders=host, Signature=00", "eu-west-1")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20260131/apigateway/aws4_request, SignedHeaders=host, Signature=00", "us-east-1")]
    [InlineData("Basic dTpw", "us-east-1")]
    [InlineData(null, "us-east-1")]
    public async Task The_region_is_that_of_the_signature(string? authorization, string region)
    {
        string? seen = null;
        await Zoo.Call("GET", "/animals/cat", handle: call => { seen = call.Region; return OperationResult.Nothing; }, authorization: authorization);

        Assert.Equal(region, seen);
    }

    [Fact]
    public void A_handler_of_an_unknown_operation_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => new RestJsonService(
            Zoo.Table, new Dictionary<string, OperationHandler> { ["Feed"] = (_, _) => ValueTask.FromResult(OperationResult.Nothing) }, new()));

    [Fact]
    public void A_table_that_is_none_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Operations.OperationTable.Read("{\"operations\":3"u8.ToArray()));
}
