using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.AwsServices;

/// <summary>The sample that needs no code: a queue, a table and a workflow behind mapping templates, over programs that stand in for the services.</summary>
public sealed class QueueSampleTests
{
    private static string Sample => Path.Combine(Repository.Root, "samples", "queue");

    [Fact]
    public async Task An_order_is_queued_stored_read_and_fulfilled()
    {
        using var folder = new TemporaryFolder();
        await NodePackages.InstallAsync(Sample, folder, "stand-ins.mjs");
        await using var moto = await Moto.StartAsync();
        var (queues, tables) = (Ports.Free(), Ports.Free());
        await using var standIns = ChildProcess.Start("node", ["stand-ins.mjs", $"{queues}", $"{tables}", $"{moto.Url}/"], folder: folder.Path);
        await standIns.Output.WaitForAsync("the stand-ins are ready");
        var queueUrl = $"http://sqs.us-east-1.localhost:{queues}/000000000000/orders";
        await using var server = await PorticoServer.StartAsync(
            ["run", Path.Combine(Sample, "openapi.yaml"), "--var", $"queueUrl={queueUrl}"],
            new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL_SQS"] = $"http://127.0.0.1:{queues}",
                ["AWS_ENDPOINT_URL_DYNAMODB"] = $"http://127.0.0.1:{tables}",
                ["AWS_ENDPOINT_URL_SFN"] = moto.Url,
            });
        using var client = new HttpClient { BaseAddress = server.Gateway };

        var (queued, message) = await CallAsync(client, HttpMethod.Post, "/orders", """{"item": "it's a \"shoe\"", "count": 2}""");
        Assert.Equal(HttpStatusCode.Accepted, queued);
        var received = await StandInAsync($"http://127.0.0.1:{queues}/", "sqs", "AmazonSQS.ReceiveMessage", new JsonObject { ["QueueUrl"] = queueUrl });
        Assert.Equal(message.Text("messageId"), received.Text("Messages.0.MessageId"));
        Assert.Equal("it's a \"shoe\"", JsonNode.Parse(received.Text("Messages.0.Body"))!.Text("item"));

        var (stored, _) = await CallAsync(client, HttpMethod.Put, "/orders/7", """{"item": "shoe", "count": 2}""");
        Assert.Equal(HttpStatusCode.OK, stored);
        var (found, order) = await CallAsync(client, HttpMethod.Get, "/orders/7");
        Assert.Equal((HttpStatusCode.OK, """{"id":"7","item":"shoe","count":2}"""), (found, order.ToJsonString()));
        var (absent, _) = await CallAsync(client, HttpMethod.Get, "/orders/8");
        Assert.Equal(HttpStatusCode.NotFound, absent);

        var (started, run) = await CallAsync(client, HttpMethod.Post, "/orders/7/fulfilment", "{}");
        Assert.Equal(HttpStatusCode.Accepted, started);
        var execution = await StandInAsync($"{moto.Url}/", "states", "AWSStepFunctions.DescribeExecution", new JsonObject { ["executionArn"] = run.Text("execution") });
        Assert.Equal("""{"order": "7"}""", execution.Text("input"));
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> CallAsync(HttpClient client, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    // What the stand-in itself knows, asked without Portico.
    private static async Task<JsonNode> StandInAsync(string url, string service, string target, JsonObject body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body.ToJsonString()) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
