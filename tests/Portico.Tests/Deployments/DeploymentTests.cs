using Portico.Tests.Running;

namespace Portico.Tests.Deployments;

/// <summary>What a deployment changes, and what it does not disturb.</summary>
public sealed class DeploymentTests(RunningGateway gateway)
{
    [Fact]
    public async Task An_edit_is_invisible_until_it_is_deployed()
    {
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Mock("/", "first")));

        await api.OverwriteAsync(OpenApi.Of(OpenApi.Mock("/", "second") + OpenApi.Mock("/new")));
        (await api.GetAsync("")).Is(200, "first");
        Assert.Equal(403, (await api.GetAsync("/new")).Status);

        await api.DeployAsync();
        (await api.GetAsync("")).Is(200, "second");
        Assert.Equal(200, (await api.GetAsync("/new")).Status);
    }

    [Fact]
    public async Task Deploying_under_load_drops_no_request()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url, "/proxy", "get") + OpenApi.Mock("/mock")));
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(number => CallAsync(number % 2 == 0 ? "/test/proxy" : "/test/mock")).ToArray();

        for (var time = 0; time < 20; time++) await api.DeployAsync();
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(callers), statuses => Assert.Equal([200], statuses));

        async Task<HashSet<int>> CallAsync(string path)
        {
            var statuses = new HashSet<int>();
            using var connection = await gateway.ConnectAsync();
            do
            {
                await connection.SendAsync(api.RawHead("GET " + path));
                statuses.Add((await connection.ReceiveAsync()).Status);
            }
            while (!stop.IsCancellationRequested);
            return statuses;
        }
    }

    [Fact]
    public async Task A_request_in_flight_ends_on_what_it_began_with()
    {
        var asked = new TaskCompletionSource();
        var mayAnswer = new TaskCompletionSource();
        using var backEnd = BackEnd.Start(async (_, connection) =>
        {
            asked.SetResult();
            await mayAnswer.Task;
            await connection.SendAsync(BackEnd.Ok("of the back end"));
            return true;
        });
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path(
            "/", "get", $"type: http\nhttpMethod: GET\nuri: {backEnd.Url}\nresponses: {{ default: {{ statusCode: \"200\", responseTemplates: {{ application/json: first }} }} }}")));

        var inFlight = api.GetAsync("");
        await asked.Task;
        await api.OverwriteAsync(OpenApi.Of(OpenApi.Mock("/", "second")));
        await api.DeployAsync();
        (await api.GetAsync("")).Is(200, "second");
        mayAnswer.SetResult();

        (await inFlight).Is(200, "first");
    }

    [Fact]
    public async Task Stage_variables_change_with_a_deployment()
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(
            OpenApi.Of(OpenApi.Path("/", "get", $"type: http_proxy\nhttpMethod: GET\nuri: \"{backEnd.Url}/${{stageVariables.color}}\"")), variables: ("color", "blue"));

        await api.GetAsync("");
        Assert.Equal("/blue", backEnd.Single().Target);
        await api.DeployAsync(("color", "green"));
        await api.GetAsync("");
        Assert.Equal("/green", backEnd.Single().Target);
    }
}
