using Portico.Tests.Running;

namespace Portico.Tests.Messages;

/// <summary>Paths with <c>.</c> and <c>..</c> in them: what decides about access is what the back end sees.</summary>
public sealed class DotSegmentTests(RunningGateway gateway)
{
    [Theory]
    [InlineData("/test/open/a/../b", "/open/b")]
    [InlineData("/test/open/a/./b", "/open/a/b")]
    [InlineData("/test/open/a/b/..", "/open/a")]
    [InlineData("/test/open/a/b/.", "/open/a/b")]
    [InlineData("/test/open/a/%2e%2e/b", "/open/b")]
    [InlineData("/test/open/a/%2E./b", "/open/b")]
    [InlineData("/test/open/a/.%2e/b", "/open/b")]
    [InlineData("/test/open/a/%2e/b", "/open/a/b")]
    [InlineData("/test/open/a/../../open/b", "/open/b")]
    [InlineData("/../../test/open/b", "/open/b")]
    [InlineData("/./test/open/b", "/open/b")]
    [InlineData("/test/open/a//../b", "/open/a/b")]

    // These look like them and are names.
    [InlineData("/test/open/...", "/open/...")]
    [InlineData("/test/open/..a/.b", "/open/..a/.b")]
    [InlineData("/test/open/a..", "/open/a..")]
    [InlineData("/test/open/.well-known/x", "/open/.well-known/x")]
    [InlineData("/test/open/%2e%2e%2fsecret", "/open/%2e%2e%2fsecret")]
    [InlineData("/test/open/a?x=/../b", "/open/a?x=/../b")]
    public async Task Dot_segments_are_resolved_before_a_back_end_sees_them(string target, string expected)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        Assert.Equal(200, (await api.RawAsync("GET " + target)).Status);

        Assert.Equal(expected, backEnd.Single().Target);
    }

    [Theory]
    [InlineData("/test/open/../closed/secret")]
    [InlineData("/test/open/%2e%2e/closed/secret")]
    [InlineData("/test/open/%2E%2E/closed/secret")]
    [InlineData("/test/open/x/.././../closed/secret")]
    public async Task A_way_round_to_a_closed_resource_meets_its_lock(string target)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        (await api.RawAsync("GET " + target)).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("/test/../other/open/a")]
    [InlineData("/test/..")]
    [InlineData("/test/open/../../..")]
    public async Task A_way_out_of_the_stage_leads_nowhere(string target)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        (await api.RawAsync("GET " + target)).IsRefusal(403, "ForbiddenException", """{"message":"Forbidden"}""");
    }

    [Theory]
    [InlineData("..%2Fclosed%2Fsecret")]
    [InlineData("a%2F..%2F..%2Fclosed")]
    [InlineData("%252e%252e/closed")]
    [InlineData("..")]
    public async Task A_mapped_value_cannot_lead_out_of_the_uris_path(string value)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        (await api.RawAsync("GET /test/mapped?place=" + value)).IsRefusal(500, "InternalServerErrorException", """{"message": "Internal server error"}""");
        backEnd.WasNotCalled();
    }

    [Theory]
    [InlineData("a%3Fadmin=1%23", "/open/a%3Fadmin=1%23?place=a%3Fadmin=1%23")]
    [InlineData("a/b", "/open/a/b?place=a/b")]
    public async Task A_mapped_value_cannot_begin_a_query_of_its_own(string value, string target)
    {
        using var backEnd = BackEnd.Answering();
        var api = await DeployAsync(backEnd);

        await api.RawAsync("GET /test/mapped?place=" + value);

        Assert.Equal(target, backEnd.Single().Target);
    }

    private Task<DeployedApi> DeployAsync(BackEnd backEnd) => gateway.DeployAsync(OpenApi.Of(
        OpenApi.Proxy(backEnd.Url + "/open/{proxy}", "/open/{proxy+}")
        + OpenApi.Path(
            "/closed/{proxy+}", "any", $"type: http_proxy\nhttpMethod: ANY\nuri: \"{backEnd.Url}/closed\"",
            "security: [{ api_key: [] }]\nparameters: [{ name: proxy, in: path, required: true, schema: { type: string } }]")
        + OpenApi.Path(
            "/mapped", "get", $"type: http_proxy\nhttpMethod: GET\nuri: \"{backEnd.Url}/open/{{place}}\"\nrequestParameters: {{ integration.request.path.place: method.request.querystring.place }}",
            "parameters: [{ name: place, in: query, schema: { type: string } }]"),
        "components: { securitySchemes: { api_key: { type: apiKey, name: x-api-key, in: header } } }"));
}
