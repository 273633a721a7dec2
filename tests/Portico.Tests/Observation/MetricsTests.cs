using Portico.Tests.Running;

namespace Portico.Tests.Observation;

public sealed class MetricsTests
{
    [Fact]
    public async Task Requests_are_counted_by_stage_and_where_the_stage_says_so_by_method()
    {
        using var backEnd = BackEnd.Answering("HTTP/1.1 503 Away\r\nContent-Length: 2\r\n\r\nno");
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Mock("/pets/{id}") + "\n" + OpenApi.Proxy(backEnd.Url + "/a", "/away", "get")), ("replace", "/~1pets~1{id}/GET/metrics/enabled", "true"));
        await observed.Api.GetAsync("/pets/1");
        await observed.Api.GetAsync("/pets/2");
        await observed.Api.GetAsync("/away");
        await observed.Api.GetAsync("/nothing");

        var text = await observed.OwnPageAsync("/metrics");
        string[] lines =
        [
            """aws_apigateway_count_total{api_name="test",stage="test"} 4""",
            """aws_apigateway_4xx_error_total{api_name="test",stage="test"} 1""",
            """aws_apigateway_5xx_error_total{api_name="test",stage="test"} 1""",
            """aws_apigateway_cache_hit_count_total{api_name="test",stage="test"} 0""",
            """aws_apigateway_cache_miss_count_total{api_name="test",stage="test"} 0""",
            """aws_apigateway_latency_milliseconds_count{api_name="test",stage="test"} 4""",
            """aws_apigateway_latency_milliseconds_bucket{api_name="test",stage="test",le="+Inf"} 4""",
            """aws_apigateway_integration_latency_milliseconds_count{api_name="test",stage="test"} 1""",
            """aws_apigateway_method_count_total{api_name="test",stage="test",method="GET",resource="/pets/{id}"} 2""",
        ];
        Assert.Empty(lines.Except(text.Split('\n')));
        Assert.DoesNotContain("resource=\"/away\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_cache_and_the_canary_answer_is_counted_as_theirs()
    {
        using var backEnd = BackEnd.Answering();
        await using var observed = await ObservedApi.StartAsync(
            OpenApi.Of(OpenApi.Proxy(backEnd.Url + "/a", "/cached", "get")), ("replace", "/cacheClusterEnabled", "true"), ("replace", "/cacheClusterSize", "0.5"), ("replace", "/*/*/caching/enabled", "true"));
        for (var call = 0; call < 3; call++) Assert.Equal(200, (await observed.Api.GetAsync("/cached")).Status);

        // All requests go to a canary of the same deployment.
        await observed.PatchStageAsync(("replace", "/canarySettings/percentTraffic", "100"), ("replace", "/*/*/caching/enabled", "false"), ("replace", "/*/*/metrics/enabled", "true"));
        await observed.Api.GetAsync("/cached");

        string[] lines =
        [
            """aws_apigateway_count_total{api_name="test",stage="test"} 3""",
            """aws_apigateway_cache_hit_count_total{api_name="test",stage="test"} 2""",
            """aws_apigateway_cache_miss_count_total{api_name="test",stage="test"} 1""",
            """aws_apigateway_count_total{api_name="test",stage="test/Canary"} 1""",
            """aws_apigateway_method_count_total{api_name="test",stage="test/Canary",method="GET",resource="/cached"} 1""",
        ];
        Assert.Empty(lines.Except((await observed.OwnPageAsync("/metrics")).Split('\n')));
    }

    [Fact]
    public async Task Counters_go_on_over_a_deployment()
    {
        await using var observed = await ObservedApi.StartAsync(OpenApi.Of(OpenApi.Mock("/pets")));
        await observed.Api.GetAsync("/pets");
        await observed.Api.DeployAsync();
        await observed.Api.GetAsync("/pets");

        Assert.Contains("aws_apigateway_count_total{api_name=\"test\",stage=\"test\"} 2\n", await observed.OwnPageAsync("/metrics"), StringComparison.Ordinal);
    }
}
