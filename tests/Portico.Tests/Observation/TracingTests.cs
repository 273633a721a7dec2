using System.Collections.Concurrent;
using System.Diagnostics;
using Portico.DataPlane.Observation;
using Portico.Tests.Running;

namespace Portico.Tests.Observation;

public sealed class TracingTests
{
    [Theory]
    [InlineData("traceparent", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01")]
    [InlineData("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")]
    public async Task A_traced_stage_makes_spans_below_the_clients_and_tells_the_back_end(string header, string value)
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == GatewayTracing.SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        Received? received = null;
        using var backEnd = BackEnd.Start(async (request, connection) =>
        {
            received = request;
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        await using var observed = await ObservedApi.StartAsync(OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/{proxy}")), ("replace", "/tracingEnabled", "true"));
        Assert.Equal(200, (await observed.Api.GetAsync("/a", (header, value))).Status);
        await observed.EndAsync();

        var gateway = Assert.Single(spans, span => span.DisplayName == $"{observed.Api.Id}/test");
        var integration = Assert.Single(spans, span => span.DisplayName == "integration" && span.TraceId == gateway.TraceId && span.ParentSpanId == gateway.SpanId);
        Assert.Equal(("5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8"), (gateway.TraceId.ToHexString(), gateway.ParentSpanId.ToHexString()));
        Assert.Equal(integration.Id, received!["traceparent"]);
        Assert.Equal(200, gateway.GetTagItem("http.response.status_code"));
    }
}
