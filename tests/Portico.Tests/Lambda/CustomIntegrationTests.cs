using System.Text.Json.Nodes;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Functions behind integrations of type AWS: mapped on the way there and on the way back.</summary>
public sealed class CustomIntegrationTests(RunningGateway gateway)
{
    private const string Returned = "export const handler = async (event) => event;";

    [Fact]
    public async Task Without_templates_the_body_is_the_event_and_what_is_returned_the_answer()
    {
        var api = await DeployAsync(Returned, "responses: { default: { statusCode: \"200\" } }");

        var answer = await api.PostAsync("/x", """{"a":[1,"b"]}""");

        answer.Is(200, """{"a":[1,"b"]}""");
        Assert.Equal("application/json", answer["Content-Type"]);
        Assert.NotNull(answer["X-Amzn-Trace-Id"]);
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_object()
    {
        var api = await DeployAsync(Returned, "responses: { default: { statusCode: \"200\" } }");

        (await api.CallAsync("POST", "/x")).Is(200, "{}");
    }

    [Fact]
    public async Task Templates_make_the_event_and_the_answer()
    {
        var api = await DeployAsync(
            "export const handler = async (event) => ({ sum: event.numbers.reduce((a, b) => a + b), by: event.by });",
            """
            requestTemplates: { application/json: '{"numbers": $input.json("$.list"), "by": "$input.params("by")"}' }
            responses:
              default:
                statusCode: "200"
                responseParameters: { method.response.header.Sum: integration.response.body.sum }
                responseTemplates: { application/json: 'sum $input.path("$.sum") by $input.path("$.by")' }
            """, ["Sum"], []);

        var answer = await api.PostAsync("/x?by=me", """{"list":[1,2,3]}""");

        answer.Is(200, "sum 6 by me");
        Assert.Equal("6", answer["Sum"]);
    }

    [Theory]
    [InlineData("", 200, "well")]
    [InlineData("Bad request: the name", 400, "the name")]
    [InlineData("Not found", 404, "Not found")]
    [InlineData("anything else", 500, "failed")]
    [InlineData("something\\nBad request: on another line", 500, "failed")]
    public async Task The_message_of_an_error_chooses_the_answer(string message, int status, string body)
    {
        var api = await DeployAsync(
            "export const handler = async (event) => { if (event.message) throw new Error(event.message); return 'well'; };",
            """
            responses:
              default: { statusCode: "200", responseTemplates: { application/json: '$input.path("$")' } }
              "Bad request: .*": { statusCode: "400", responseTemplates: { application/json: '$input.path("$.errorMessage").substring(13)' } }
              "Not found": { statusCode: "404", responseTemplates: { application/json: '$input.path("$.errorMessage")' } }
              "(.|\\n)+": { statusCode: "500", responseTemplates: { application/json: 'failed' } }
            """, "200", "400", "404", "500");

        (await api.PostAsync("/x", $$"""{"message":"{{message}}"}""")).Is(status, body);
    }

    [Fact]
    public async Task A_pattern_for_everything_matches_success_too()
    {
        var api = await DeployAsync(Returned, """
            responses:
              default: { statusCode: "200" }
              ".*": { statusCode: "500" }
            """, "200", "500");

        (await api.PostAsync("/x", "1")).Is(500, "1");
    }

    [Fact]
    public async Task An_error_without_an_answer_of_its_own_is_the_defaults()
    {
        var api = await DeployAsync("export const handler = async () => { throw new TypeError('no'); };", "responses: { default: { statusCode: \"200\" } }");

        var answer = await api.PostAsync("/x", "{}");

        Assert.Equal(200, answer.Status);
        var error = JsonNode.Parse(answer.Text)!;
        Assert.Equal(("TypeError", "no"), ((string)error["errorType"]!, (string)error["errorMessage"]!));
    }

    [Fact]
    public async Task An_asynchronous_call_is_answered_at_once_and_run()
    {
        var mark = Path.GetTempFileName();
        var api = await DeployAsync(
            $"import fs from 'node:fs'; export const handler = async (event) => {{ fs.writeFileSync('{mark}', event.text); }};",
            """
            requestParameters: { integration.request.header.X-Amz-Invocation-Type: "'Event'" }
            responses: { default: { statusCode: "202" } }
            """, "202");
        using var written = new FileSystemWatcher(Path.GetDirectoryName(mark)!, Path.GetFileName(mark)) { EnableRaisingEvents = true };
        var changed = new TaskCompletionSource();
        written.Changed += (_, _) =>
        {
            if (new FileInfo(mark).Length > 0) changed.TrySetResult();
        };

        (await api.PostAsync("/x", """{"text":"done"}""")).Is(202, "");

        await changed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("done", await File.ReadAllTextAsync(mark));
        File.Delete(mark);
    }

    [Theory]
    [InlineData("'DryRun'", "{}", 204, "")]
    [InlineData("'Sometimes'", "{}", 400, "Value 'Sometimes' at 'invocationType' failed to satisfy constraint")]
    [InlineData("'RequestResponse'", "{ no json", 400, "Could not parse request body into json")]
    public async Task What_Lambda_refuses_is_for_the_mapping(string type, string body, int status, string said)
    {
        var api = await DeployAsync(Returned, $$"""
            requestParameters: { integration.request.header.X-Amz-Invocation-Type: "{{type}}" }
            responses:
              default: { statusCode: "{{(status == 204 ? 204 : 200)}}" }
              ".*{{(status == 400 ? said : "never")}}.*": { statusCode: "400" }
            """, "200", "204", "400");

        var answer = await api.PostAsync("/x", body);

        Assert.Equal(status, answer.Status);
        Assert.Contains(said, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_and_client_context_go_by_headers()
    {
        var context = Convert.ToBase64String("""{"custom":{"a":"b"}}"""u8);
        var api = await DeployAsync(
            "export const handler = async (event, context) => { console.log('heard'); return context.clientContext.custom; };",
            $$"""
            requestParameters: { integration.request.header.X-Amz-Log-Type: "'Tail'", integration.request.header.X-Amz-Client-Context: "'{{context}}'" }
            responses: { default: { statusCode: "200", responseParameters: { method.response.header.Log: integration.response.header.X-Amz-Log-Result } } }
            """, ["Log"], []);

        var answer = await api.PostAsync("/x", "{}");

        answer.Is(200, """{"a":"b"}""");
        Assert.Contains("heard", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(answer["Log"]!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_goes_both_ways_by_content_handling()
    {
        var function = await gateway.Functions.NodeAsync("export const handler = async (event) => event.bytes;");
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/x", "post", RunFunctions.Custom(function, """
                contentHandling: CONVERT_TO_TEXT
                requestTemplates: { image/png: '{"bytes": "$input.body"}' }
                responses: { default: { statusCode: "200", contentHandling: CONVERT_TO_BINARY } }
                """)),
            "x-amazon-apigateway-binary-media-types: [ image/png ]"));
        byte[] bytes = [0x89, 0x50, 0xff, 0x00];

        // The function returns a JSON text, quotes and all, which is no base64.
        (await api.CallAsync("POST", "/x", bytes, "image/png")).IsRefusal(500, "InternalServerErrorException", """{"message": "Internal server error"}""");

        api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/x", "post", RunFunctions.Custom(function, """
                contentHandling: CONVERT_TO_TEXT
                requestTemplates: { image/png: '{"bytes": "$input.body"}' }
                responses: { default: { statusCode: "200", responseTemplates: { application/json: '$input.path("$")' } } }
                """)),
            "x-amazon-apigateway-binary-media-types: [ image/png ]"));
        (await api.CallAsync("POST", "/x", bytes, "image/png")).Is(200, Convert.ToBase64String(bytes));
    }

    [Fact]
    public async Task A_test_shows_the_call_and_its_answer()
    {
        var function = await gateway.Functions.NodeAsync(Returned);
        var method = await TestInvocations.TestedMethod.OfAsync(gateway, OpenApi.Of(OpenApi.Path("/x", "post", RunFunctions.Custom(function))), "/x", "POST");

        var answer = await method.InvokeAsync(new { body = """{"a":1}""" });

        Assert.Equal((200, """{"a":1}"""), ((int)answer["status"]!, (string)answer["body"]!));
        var arn = $"arn:aws:lambda:eu-central-1:123456789012:function:{function}";
        var lines = TestInvocations.TestedMethod.Lines(answer);
        Assert.Equal(
            [
                "Starting execution for request: ID",
                "HTTP Method: POST, Resource Path: /x",
                "Method request path: {}",
                "Method request query string: {}",
                "Method request headers: {}",
                "Method request body before transformations: {\"a\":1}",
                $"Endpoint request URI: https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/{arn}/invocations",
                lines[7],
                "Endpoint request body after transformations: {\"a\":1}",
                $"Sending request to https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/{arn}/invocations",
                "Received response. Status: 200, Integration latency: # ms",
                "Endpoint response headers: {Content-Type=application/json, Content-Length=7, x-amzn-RequestId=ID, X-Amz-Executed-Version=$LATEST, X-Amzn-Trace-Id=Root=#;Parent=#;Sampled=0}",
                "Endpoint response body before transformations: {\"a\":1}",
                "Method response body after transformations: {\"a\":1}",
                "Method response headers: {X-Amzn-Trace-Id=Root=#;Parent=#;Sampled=0, Content-Type=application/json}",
                "Successfully completed execution",
                "Method completed with status: 200",
            ],
            lines);
        Assert.StartsWith("Endpoint request headers: {x-amzn-lambda-integration-tag=ID, x-amzn-apigateway-api-id=", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_of_a_proxy_tells_how_the_function_failed()
    {
        var function = await gateway.Functions.NodeAsync("export const handler = async () => { throw new Error('no'); };");
        var method = await TestInvocations.TestedMethod.OfAsync(gateway, OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function))), "/x", "GET");

        var answer = await method.InvokeAsync();

        Assert.Equal(502, (int)answer["status"]!);
        Assert.Contains("Lambda execution failed with status 200 due to customer function error: no. Lambda request id: ID", TestInvocations.TestedMethod.Lines(answer));
    }

    private Task<DeployedApi> DeployAsync(string code, string more, params string[] statuses) => DeployAsync(code, more, [], statuses);

    private async Task<DeployedApi> DeployAsync(string code, string more, string[] headers, string[] statuses)
    {
        var function = await gateway.Functions.NodeAsync(code);
        var declared = string.Concat(headers.Select(header => $", headers: {{ {header}: {{ schema: {{ type: string }} }} }}"));
        var responses = "responses: { " + string.Join(", ", statuses.DefaultIfEmpty("200").Select(status => $"\"{status}\": {{ description: ok{declared} }}")) + " }";
        return await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "post", RunFunctions.Custom(function, more), responses)));
    }
}
