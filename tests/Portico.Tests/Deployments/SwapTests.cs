using System.Globalization;
using System.Text.Json.Nodes;
using Portico.Tests.Running;

namespace Portico.Tests.Deployments;

/// <summary>Deployments that are exchanged under load.</summary>
public sealed class SwapTests
{
    private static readonly TimeSpan SwapEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer runs: PORTICO_SWAP_SECONDS=30.</summary>
    private static TimeSpan Duration =>
        TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("PORTICO_SWAP_SECONDS") is { Length: > 0 } text ? text : "3", CultureInfo.InvariantCulture));

    [Fact]
    public async Task No_request_fails_and_no_answer_mixes_two_deployments_while_a_stage_goes_to_and_fro()
    {
        // Of its own, because the limit of an account would be felt by other tests.
        await using var gateway = new RunningGateway { RateLimit = 1_000_000, BurstLimit = 1_000_000 };
        await gateway.InitializeAsync();
        var api = await gateway.DeployAsync(Definition("blue"));
        var blue = await DeploymentOfAsync(gateway, api);
        await api.OverwriteAsync(Definition("green"));
        await api.DeployAsync();
        var green = await DeploymentOfAsync(gateway, api);

        using var end = new CancellationTokenSource(Duration);
        var (swaps, answers) = (0, 0);
        var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(CallAsync)).ToList();
        using var timer = new PeriodicTimer(SwapEvery);
        while (!end.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var body = $$"""{"patchOperations":[{"op":"replace","path":"/deploymentId","value":"{{(swaps++ % 2 == 0 ? blue : green)}}"}]}""";
            await gateway.ControlAsync("PATCH", $"/restapis/{api.Id}/stages/{api.Stage}", "", body);
        }

        await Task.WhenAll(callers);
        Assert.True(swaps > 5 && answers > swaps, $"{swaps} swaps, {answers} answers");

        async Task CallAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var answer = await api.GetAsync("/pets");
                Assert.Equal(200, answer.Status);
                var made = answer.Text.Split(' ');
                Assert.Equal(made[0] == "blue" ? blue : green, made[1]);
                Assert.Equal(made[0], answer["X-Deployment"]);
                Interlocked.Increment(ref answers);
            }
        }
    }

    private static async Task<string> DeploymentOfAsync(RunningGateway gateway, DeployedApi api) =>
        JsonNode.Parse((await gateway.ControlAsync("GET", $"/restapis/{api.Id}/stages/{api.Stage}", "", "")).Span)!["deploymentId"]!.GetValue<string>();

    private static string Definition(string name) => OpenApi.Of(OpenApi.Path(
        "/pets", "get",
        $$"""
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: "200", responseParameters: { method.response.header.X-Deployment: "'{{name}}'" }, responseTemplates: { application/json: "{{name}} $context.deploymentId" } } }
        """,
        """responses: { "200": { description: ok, headers: { X-Deployment: { schema: { type: string } } } } }"""));
}
