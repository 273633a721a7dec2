using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Portico.Protocol.Messages;
using Portico.Tests.Running;

namespace Portico.Tests.Lambda;

/// <summary>Which function is called, and who may.</summary>
public sealed class TargetTests(RunningGateway gateway)
{
    private const string ServerError = """{"message": "Internal server error"}""";

    [Fact]
    public async Task A_stage_variable_chooses_function_alias_and_version()
    {
        var function = await gateway.Functions.NodeAsync(
            Saying("latest"),
            aliases: ImmutableSortedDictionary<string, string>.Empty.Add("live", "1").Add("next", "$LATEST"),
            versions: ImmutableSortedDictionary<int, string>.Empty.Add(1, Saying("one")).Add(2, Saying("two")));
        var api = await gateway.DeployAsync(
            OpenApi.Of(
                OpenApi.Path("/alias", "get", RunFunctions.Proxy(function + ":${stageVariables.alias}"))
                + OpenApi.Path("/name", "get", RunFunctions.Proxy("${stageVariables.name}"))
                + OpenApi.Path("/version", "get", RunFunctions.Proxy(function + ":2"))
                + OpenApi.Path("/missing", "get", RunFunctions.Proxy(function + ":3"))
                + OpenApi.Path("/unset", "get", RunFunctions.Proxy("${stageVariables.other}"))),
            "test", ("alias", "live"), ("name", function));

        (await api.GetAsync("/alias")).Is(200, "one");
        (await api.GetAsync("/name")).Is(200, "latest");
        (await api.GetAsync("/version")).Is(200, "two");
        (await api.GetAsync("/missing")).IsRefusal(500, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/unset")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_named_without_aliases_answers_to_each()
    {
        var function = await gateway.Functions.NodeAsync("export const handler = async (event, context) => ({ body: context.invokedFunctionArn });");
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function + ":blue")) + OpenApi.Path("/y", "get", RunFunctions.Proxy(function + ":green"))));

        for (var time = 0; time < 2; time++)
        {
            (await api.GetAsync("/x")).Is(200, $"arn:aws:lambda:eu-central-1:123456789012:function:{function}:blue");
            (await api.GetAsync("/y")).Is(200, $"arn:aws:lambda:eu-central-1:123456789012:function:{function}:green");
        }
    }

    [Fact]
    public async Task A_function_that_is_not_here_is_a_server_error()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy("nobody")) + OpenApi.Path("/y", "get", RunFunctions.Custom("nobody"))));

        (await api.GetAsync("/x")).IsRefusal(500, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/y")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task An_integration_with_another_method_than_POST_is_a_server_error()
    {
        var function = await gateway.Functions.NodeAsync(Saying("x"));
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(function).Replace("httpMethod: POST", "httpMethod: GET", StringComparison.Ordinal))));

        (await api.GetAsync("/x")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Authorization")]
    [InlineData("Connection")]
    [InlineData("Expect")]
    [InlineData("Proxy-Authenticate")]
    [InlineData("TE")]
    [InlineData("X-Amzn-Trace-Id")]
    public async Task A_mapping_to_a_header_that_is_not_for_mappings_is_a_server_error(string header)
    {
        var function = await gateway.Functions.NodeAsync(Saying("x"));
        var mapped = $"requestParameters: {{ integration.request.header.{header}: \"'x'\" }}";
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/proxy", "get", RunFunctions.Proxy(function, mapped)) + OpenApi.Path("/custom", "get", RunFunctions.Custom(function, $"{mapped}\nresponses: {{ default: {{ statusCode: \"200\" }} }}"))));

        (await api.GetAsync("/proxy")).IsRefusal(500, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/custom")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_made_by_its_own_API_is_called_once_its_policy_allows_it()
    {
        var name = await CreateAsync();
        var api = await gateway.DeployAsync(OpenApi.Of(
            OpenApi.Path("/pets/{id}", "get", RunFunctions.Proxy(name), "parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]")
            + OpenApi.Path("/other", "get", RunFunctions.Proxy(name)) + OpenApi.Path("/role", "get", RunFunctions.Proxy(name, "credentials: arn:aws:iam::123456789012:role/apis"))
            + OpenApi.Path("/caller", "get", RunFunctions.Proxy(name, "credentials: arn:aws:iam::*:user/*"))));

        (await api.GetAsync("/pets/1")).IsRefusal(500, "InternalServerErrorException", ServerError);
        await PermitAsync(name, "one", $"arn:aws:execute-api:eu-central-1:123456789012:{api.Id}/*/POST/pets/*");
        (await api.GetAsync("/pets/1")).IsRefusal(500, "InternalServerErrorException", ServerError);
        await PermitAsync(name, "two", $"arn:aws:execute-api:eu-central-1:123456789012:{api.Id}/*/GET/pets/*");
        (await api.GetAsync("/pets/1")).Is(200, "packed");
        (await api.GetAsync("/other")).IsRefusal(500, "InternalServerErrorException", ServerError);
        await LambdaAsync("DELETE", $"/2015-03-31/functions/{name}/policy/two", "", 204);
        (await api.GetAsync("/pets/1")).IsRefusal(500, "InternalServerErrorException", ServerError);
        (await api.GetAsync("/role")).Is(200, "packed");
        (await api.GetAsync("/caller")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    [Fact]
    public async Task A_function_without_concurrency_is_a_server_error()
    {
        var name = await CreateAsync();
        await PermitAsync(name, "all", null);
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/x", "get", RunFunctions.Proxy(name))));
        (await api.GetAsync("/x")).Is(200, "packed");

        await LambdaAsync("PUT", $"/2017-10-31/functions/{name}/concurrency", """{"ReservedConcurrentExecutions":0}""", 200);

        (await api.GetAsync("/x")).IsRefusal(500, "InternalServerErrorException", ServerError);
    }

    private static string Saying(string text) => $"export const handler = async () => ({{ body: '{text}' }});";

    private async Task<string> CreateAsync()
    {
        RunFunctions.SkipWithout("node");
        var name = "packed-" + Guid.CreateVersion7().ToString("N");
        using var package = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(package, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var writer = new StreamWriter(await archive.CreateEntry("index.mjs").OpenAsync());
            await writer.WriteAsync(Saying("packed"));
        }

        await LambdaAsync("POST", "/2015-03-31/functions", JsonSerializer.Serialize(new
        {
            FunctionName = name,
            Runtime = "nodejs20.x",
            Handler = "index.handler",
            Role = "arn:aws:iam::123456789012:role/none",
            MemorySize = 256,
            Code = new { ZipFile = Convert.ToBase64String(package.ToArray()) },
        }), 201);
        return name;
    }

    private Task PermitAsync(string function, string id, string? source) => LambdaAsync(
        "POST", $"/2015-03-31/functions/{function}/policy", JsonSerializer.Serialize(new Dictionary<string, string?>
        {
            ["StatementId"] = id,
            ["Action"] = "lambda:InvokeFunction",
            ["Principal"] = "apigateway.amazonaws.com",
            ["SourceArn"] = source,
        }.Where(member => member.Value is not null).ToDictionary()), 201);

    private async Task LambdaAsync(string method, string path, string body, int status)
    {
        var answer = await gateway.Host.Functions.Service.Value.InvokeAsync(new ServiceRequest { Method = method, RawPath = path, QueryString = "", Body = Encoding.UTF8.GetBytes(body) }, CancellationToken.None);
        Assert.True(answer.Status == status, $"{method} {path}: {answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}");
    }
}
