using Portico.Tests.Callers;
using Portico.Tests.Running;

namespace Portico.Tests.Caching;

/// <summary>Answers that a stage keeps: which requests share one, for how long, and who may have it fetched anew.</summary>
public sealed class ResponseCacheTests(RunningGateway gateway)
{
    private const string Warning = "199 Cache-control headers were ignored because the caller was unauthorized.";
    private const string Parameters = "cacheKeyParameters: [ method.request.querystring.kind, method.request.header.X-Kind ]\n";

    private static readonly (string, string) Fresh = ("Cache-Control", "max-age=0");

    [Fact]
    public async Task The_back_end_is_called_once_for_equal_requests()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));

        var first = await cached.Api.GetAsync("/pets");
        var second = await cached.Api.GetAsync("/pets?other=1", ("X-Other", "2"));

        Assert.Equal((200, "call 1", "application/json"), (first.Status, first.Text, first["Content-Type"]));
        Assert.Equal((200, "call 1", "application/json"), (second.Status, second.Text, second["Content-Type"]));
        Assert.NotEqual(first["x-amzn-RequestId"], second["x-amzn-RequestId"]);
        Assert.Null(second["Age"]);
        Assert.Equal(1, cached.Calls);
    }

    [Fact]
    public async Task Only_key_parameters_tell_requests_apart()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets", Parameters));

        Assert.Equal("call 1", await cached.TextAsync("/pets?kind=cat"));
        Assert.Equal("call 2", await cached.TextAsync("/pets?kind=dog"));
        Assert.Equal("call 3", await cached.TextAsync("/pets", ("X-Kind", "cat")));
        Assert.Equal("call 4", await cached.TextAsync("/pets"));
        Assert.Equal("call 5", await cached.TextAsync("/pets?kind="));
        Assert.Equal("call 1", await cached.TextAsync("/pets?kind=cat&page=2"));
        Assert.Equal("call 3", await cached.TextAsync("/pets?page=3", ("X-Kind", "cat")));
    }

    [Fact]
    public async Task A_path_variable_counts_when_it_is_listed()
    {
        using var cached = await CachedApi.DeployAsync(gateway, url => OpenApi.Of(
            OpenApi.Proxy($"{url}/x", "/listed/{id}", "get", "cacheKeyParameters: [ method.request.path.id ]\n") + OpenApi.Proxy($"{url}/x", "/unlisted/{id}", "get")));

        Assert.Equal(["call 1", "call 2", "call 1"], [await cached.TextAsync("/listed/1"), await cached.TextAsync("/listed/2"), await cached.TextAsync("/listed/1")]);
        Assert.Equal(["call 3", "call 3"], [await cached.TextAsync("/unlisted/1"), await cached.TextAsync("/unlisted/2")]);
    }

    [Fact]
    public async Task A_parameter_of_the_integration_stands_for_what_is_mapped_to_it()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy(
            "/pets", "cacheKeyParameters: [ integration.request.header.X-To ]\nrequestParameters: { integration.request.header.X-To: method.request.querystring.from }\n"));

        Assert.Equal(["call 1", "call 2", "call 1"], [await cached.TextAsync("/pets?from=a"), await cached.TextAsync("/pets?from=b"), await cached.TextAsync("/pets?from=a")]);
    }

    [Fact]
    public async Task Integrations_that_share_a_namespace_share_answers()
    {
        using var cached = await CachedApi.DeployAsync(gateway, url => OpenApi.Of(
            OpenApi.Proxy($"{url}/x", "/a", "get", "cacheNamespace: shared\n") + OpenApi.Proxy($"{url}/x", "/b", "get", "cacheNamespace: shared\n") + OpenApi.Proxy($"{url}/x", "/c", "get")));

        Assert.Equal(["call 1", "call 1", "call 2"], [await cached.TextAsync("/a"), await cached.TextAsync("/b"), await cached.TextAsync("/c")]);
    }

    [Theory]
    [InlineData(300, null)]
    [InlineData(1, "1")]
    [InlineData(3600, "3600")]
    public async Task An_answer_is_given_until_its_time_is_over(int seconds, string? ttl)
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        if (ttl is not null) await cached.PatchAsync(("/*/*/caching/ttlInSeconds", ttl));

        // Later than the clock that sweeps what has expired.
        var time = new HeldTime();
        time.Advance(TimeSpan.FromDays(365 * 200));
        Assert.Equal("call 1", await cached.TextAtAsync(time, "/pets"));
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("call 1", await cached.TextAtAsync(time, "/pets"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("call 2", await cached.TextAtAsync(time, "/pets"));
        Assert.Equal("call 2", await cached.TextAtAsync(time, "/pets"));
    }

    [Fact]
    public async Task Nothing_is_kept_for_no_time_or_without_a_cluster()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), null, ("/*/*/caching/ttlInSeconds", "0"));
        Assert.Equal(["call 1", "call 2"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);

        await cached.PatchAsync(("/*/*/caching/ttlInSeconds", "60"), ("/cacheClusterEnabled", "false"));
        Assert.Equal(["call 3", "call 4"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);
    }

    [Fact]
    public async Task Caching_for_all_methods_means_GET_alone_and_another_method_has_to_ask()
    {
        using var cached = await CachedApi.DeployAsync(gateway, url => OpenApi.Of(OpenApi.Proxy($"{url}/x", "/pets", "any") + OpenApi.Proxy($"{url}/x", "/cats/{id}", "post")));

        Assert.Equal(["call 1", "call 1"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);
        Assert.Equal(["call 2", "call 3"], [await PostAsync("/pets"), await PostAsync("/pets")]);
        Assert.Equal(["call 4", "call 5"], [await PostAsync("/cats/1"), await PostAsync("/cats/1")]);

        // An entry that begins with something else does not switch it on.
        await cached.PatchAsync(("/~1cats~1{id}/POST/caching/ttlInSeconds", "60"));
        Assert.Equal(["call 6", "call 7"], [await PostAsync("/cats/1"), await PostAsync("/cats/1")]);
        await cached.PatchAsync(("/~1cats~1{id}/POST/caching/enabled", "true"));
        Assert.Equal(["call 8", "call 8"], [await PostAsync("/cats/1"), await PostAsync("/cats/1")]);
        await cached.PatchAsync(("/~1pets/GET/caching/enabled", "false"));
        Assert.Equal(["call 9", "call 10"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);

        async Task<string> PostAsync(string path) => (await cached.Api.PostAsync(path, "{}")).Text;
    }

    [Fact]
    public async Task A_flush_has_everything_fetched_anew()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));

        Assert.Equal("call 1", await cached.TextAsync("/pets"));
        await cached.FlushAsync();
        Assert.Equal(["call 2", "call 2"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);
    }

    [Fact]
    public async Task A_deployment_never_answers_with_what_another_one_made()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));

        Assert.Equal("call 1", await cached.TextAsync("/pets"));
        await cached.Api.DeployAsync();
        Assert.Equal(["call 2", "call 2"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("503 Service Unavailable")]
    public async Task A_back_ends_own_failure_is_an_answer_like_any_other(string status)
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), (api, _) => BackEnd.Response(status, $"call {api.Calls}"));

        Assert.Equal("call 1", await cached.TextAsync("/pets"));
        Assert.Equal($"{status[..3]} call 1", $"{(await cached.Api.GetAsync("/pets")).Status} {await cached.TextAsync("/pets")}");
    }

    [Fact]
    public async Task A_failure_of_the_gateway_is_not_kept()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), (api, _) => api.Calls == 1 ? "nonsense\r\n\r\n" : BackEnd.Ok("sound"));

        Assert.Equal(504, (await cached.Api.GetAsync("/pets")).Status);
        Assert.Equal("sound", await cached.TextAsync("/pets"));
    }

    [Theory]
    [InlineData(1_048_576, 1)]
    [InlineData(1_048_577, 2)]
    public async Task A_body_of_a_mebibyte_is_kept_and_a_larger_one_handed_on(int bytes, int calls)
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), (_, _) => BackEnd.Ok(new string('\u00FF', bytes), "X-Kind: large"));

        for (var call = 0; call < 2; call++)
        {
            var answer = await cached.Api.GetAsync("/pets");
            Assert.Equal((200, bytes, "large"), (answer.Status, answer.Body.Length, answer["X-Kind"]));
            Assert.All(answer.Body, each => Assert.Equal(0xFF, each));
        }

        Assert.Equal(calls, cached.Calls);
    }

    [Fact]
    public async Task An_answer_made_by_templates_is_kept_ready_to_send()
    {
        using var cached = await CachedApi.DeployAsync(gateway, url => OpenApi.Of(OpenApi.Path(
            "/pets", "get",
            $$"""
            type: http
            httpMethod: GET
            uri: "{{url}}/x"
            responses: { default: { statusCode: "201", responseParameters: { method.response.header.X-A: "'b'" }, responseTemplates: { text/plain: "made by $context.requestId" } } }
            """,
            """responses: { "201": { description: ok, headers: { X-A: { schema: { type: string } } } } }""")));

        var (first, second) = (await cached.Api.GetAsync("/pets"), await cached.Api.GetAsync("/pets"));

        Assert.Equal((201, "b", $"made by {first["x-amzn-RequestId"]}"), (first.Status, first["X-A"], first.Text));
        Assert.Equal((201, "b", first.Text, first["Content-Type"]), (second.Status, second["X-A"], second.Text, second["Content-Type"]));
        Assert.NotEqual(first["X-Amzn-Trace-Id"], second["X-Amzn-Trace-Id"]);
    }

    [Fact]
    public async Task Many_equal_requests_at_once_call_the_back_end_once()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        cached.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = cached.TextAsync("/pets");
        await cached.BackEnd.NextAsync();
        var others = Enumerable.Range(0, 40).Select(_ => cached.TextAsync("/pets")).ToList();
        cached.Gate.SetResult();

        Assert.All(await Task.WhenAll([first, .. others]), text => Assert.Equal("call 1", text));
        Assert.Equal(1, cached.Calls);
    }

    [Fact]
    public async Task Those_who_waited_for_a_failure_ask_for_themselves()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), (api, _) => api.Calls == 1 ? "nonsense\r\n\r\n" : BackEnd.Ok("sound"));
        cached.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = cached.Api.GetAsync("/pets");
        await cached.BackEnd.NextAsync();
        var second = cached.TextAsync("/pets");
        cached.Gate.SetResult();

        Assert.Equal(504, (await first).Status);
        Assert.Equal("sound", await second);
    }

    [Fact]
    public async Task Under_parallel_load_every_request_has_the_answer_of_its_key()
    {
        using var cached = await CachedApi.DeployAsync(
            gateway, CachedApi.Proxy("/pets", "cacheKeyParameters: [ method.request.querystring.kind ]\n"), (_, received) => BackEnd.Ok(received.Target), ("/*/*/caching/dataEncrypted", "true"));

        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (index, _) =>
            Assert.Equal($"/x?kind={index % 20}", await cached.TextAsync($"/pets?kind={index % 20}")));

        Assert.Equal(20, cached.Calls);
    }

    [Fact]
    public async Task A_client_who_wants_it_fresh_gets_the_kept_answer_and_a_warning()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        Assert.Equal("call 1", await cached.TextAsync("/pets"));

        var answer = await cached.Api.GetAsync("/pets", Fresh);

        Assert.Equal((200, "call 1", Warning), (answer.Status, answer.Text, answer["Warning"]));
        Assert.Null((await cached.Api.GetAsync("/pets"))["Warning"]);
        Assert.Null((await cached.Api.GetAsync("/pets", ("Cache-Control", "no-cache, max-age=1")))["Warning"]);
    }

    [Fact]
    public async Task Or_the_kept_answer_without_a_word_or_a_refusal()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), null, ("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "SUCCEED_WITHOUT_RESPONSE_HEADER"));
        Assert.Equal("call 1", await cached.TextAsync("/pets"));
        var answer = await cached.Api.GetAsync("/pets", Fresh);
        Assert.Equal((200, "call 1", null), (answer.Status, answer.Text, answer["Warning"]));

        await cached.PatchAsync(("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403"));
        answer = await cached.Api.GetAsync("/pets", ("Cache-Control", "No-Transform, Max-Age=0"));
        Assert.Equal((403, "AccessDeniedException"), (answer.Status, answer["x-amzn-ErrorType"]));
        Assert.Contains("is not authorized to perform: execute-api:InvalidateCache on resource: ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anybody_may_have_it_fetched_where_no_authorization_is_required()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"), null, ("/*/*/caching/requireAuthorizationForCacheControl", "false"));

        Assert.Equal(["call 1", "call 2", "call 2"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets", Fresh), await cached.TextAsync("/pets")]);
    }

    [Theory]
    [InlineData("execute-api:*", "call 2", null)]
    [InlineData("execute-api:Invoke", "call 1", Warning)]
    public async Task A_signed_caller_needs_the_permission(string action, string text, string? warning)
    {
        using var cached = await CachedApi.DeployAsync(
            gateway, url => OpenApi.Of(IamMethodTests.Secured(OpenApi.Proxy($"{url}/x", "/pets", "get")), IamMethodTests.Schemes));
        var (_, credentials) = await new IamClient(gateway).NewUserAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"*"}]}""");
        Assert.Equal("call 1", (await cached.Api.SignedAsync(credentials, "GET", "/pets")).Text);

        var answer = await cached.Api.SignedAsync(credentials, "GET", "/pets", more: [Fresh]);

        Assert.Equal((200, text, warning), (answer.Status, answer.Text, answer["Warning"]));
    }

    [Fact]
    public async Task Hits_and_misses_are_counted()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        for (var call = 0; call < 5; call++) await cached.TextAsync("/pets");

        var cache = gateway.Host.Caches.Find($"{cached.Api.Id}/{cached.Api.Stage}")!;

        Assert.Equal((4, 1), (cache.Hits, cache.Misses));
    }

    [Fact]
    public async Task A_stage_that_gives_its_cache_up_or_chooses_another_size_starts_empty()
    {
        using var cached = await CachedApi.DeployAsync(gateway, CachedApi.Proxy("/pets"));
        Assert.Equal("call 1", await cached.TextAsync("/pets"));
        await cached.PatchAsync(("/cacheClusterSize", "1.6"));
        Assert.Equal("call 2", await cached.TextAsync("/pets"));
        await cached.PatchAsync(("/cacheClusterEnabled", "false"));
        await cached.PatchAsync(("/cacheClusterEnabled", "true"));
        Assert.Equal(["call 3", "call 3"], [await cached.TextAsync("/pets"), await cached.TextAsync("/pets")]);
    }
}
