using CsCheck;
using Portico.DataPlane.Routing;

namespace Portico.DataPlane.Tests.Routing;

public sealed class RouteTreeTests
{
    // Spec 01 §3.1 and recorded facts 183-186.
    [Theory]
    [InlineData("GET", "/pets", "GET /pets")]
    [InlineData("GET", "/pets/", "GET /pets")]
    [InlineData("GET", "//pets", "GET /pets")]
    [InlineData("GET", "/Pets", "ANY /{proxy+}")]
    [InlineData("GET", "/pets/mine", "GET /pets/mine")]
    [InlineData("GET", "/pets/1", "GET /pets/{id}", "1")]
    [InlineData("GET", "/pets/a%2Fb", "GET /pets/{id}", "a%2Fb")]
    [InlineData("GET", "/pets/1/owner", "ANY /pets/{id}/owner", "1")]
    [InlineData("DELETE", "/pets/1/owner", "ANY /pets/{id}/owner", "1")]
    [InlineData("PUT", "/pets/1/owner", "PUT /pets/{id}/owner", "1")]
    [InlineData("DELETE", "/pets", "ANY /{proxy+}", "pets")]
    [InlineData("GET", "/pets/1/nothing", "ANY /{proxy+}", "pets/1/nothing")]
    [InlineData("GET", "/other/a//b/", "ANY /{proxy+}", "other/a//b")]
    [InlineData("GET", "/files/x/y", "GET /files/{path+}", "x/y")]
    [InlineData("POST", "/files/x/y", "ANY /{proxy+}", "files/x/y")]
    [InlineData("GET", "/", "GET /")]
    [InlineData("GET", "", "GET /")]
    [InlineData("PUT", "/", null)]
    [InlineData("GET", "/caf%C3%A9", "GET /café")]
    [InlineData("BREW", "/pets", null)]
    public void A_path_leads_to_the_most_literal_resource_that_has_the_method(string method, string path, string? expected, params string[] captured)
    {
        var routes = Tree("GET /", "GET /pets", "GET /pets/mine", "GET /pets/{id}", "ANY /pets/{id}/owner", "PUT /pets/{id}/owner", "GET /files/{path+}", "ANY /{proxy+}", "GET /café");
        var captures = new RouteCaptures();

        Assert.Equal(expected, routes.Match(HttpVerbs.Parse(method), path, captures));
        if (captured.Length > 0) Assert.Equal(captured, Values(captures, path));
    }

    [Fact]
    public void A_greedy_variable_takes_at_least_one_segment() => Assert.Null(Tree("GET /a/{rest+}").Match(HttpVerb.Get, "/a", new RouteCaptures()));

    [Fact]
    public void An_empty_segment_is_no_value_of_a_variable() => Assert.Null(Tree("GET /a/{id}/b").Match(HttpVerb.Get, "/a//b", new RouteCaptures()));

    [Fact]
    public void HEAD_is_not_implied_by_GET() => Assert.Null(Tree("GET /a").Match(HttpVerb.Head, "/a", new RouteCaptures()));

    [Fact]
    public void Captures_of_a_branch_that_was_left_are_forgotten()
    {
        var captures = new RouteCaptures();

        Assert.Equal("GET /{proxy+}", Tree("GET /{a}/{b}/{c}/end", "GET /{proxy+}").Match(HttpVerb.Get, "/1/2/3/4", captures));

        Assert.Equal(["1/2/3/4"], Values(captures, "/1/2/3/4"));
    }

    [Fact]
    public void Matching_allocates_nothing_whatever_the_number_of_routes()
    {
        var routes = Tree([.. Enumerable.Range(0, 5000).Select(number => $"GET /r{number}/{{id}}")]);
        var captures = new RouteCaptures();
        routes.Match(HttpVerb.Get, "/r4999/1", captures);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++) routes.Match(HttpVerb.Get, "/r4999/1", captures);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_resource_is_found_by_its_own_path_for_any_set_of_resources()
    {
        var part = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 1, 4], Gen.Const("{v}"));
        var path = part.Array[1, 5].Select(parts => "/" + string.Join('/', parts));
        Gen.Select(path.Array[1, 30], Gen.Int[0, 29]).Sample((paths, index) =>
        {
            var routes = Tree([.. paths.Distinct().Select(one => $"GET {one}")]);
            var wanted = paths[index % paths.Length];

            // A variable is entered by a text that is no literal here.
            Assert.Equal($"GET {wanted}", routes.Match(HttpVerb.Get, wanted.Replace("{v}", "~value~", StringComparison.Ordinal), new RouteCaptures()));
        });
    }

    private static RouteTree<string> Tree(params string[] routes)
    {
        var builder = new RouteTreeBuilder<string>();
        foreach (var route in routes)
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
            builder.Add(method == "ANY" ? null : HttpVerbs.Parse(method), path, route);
        }

        return builder.Build();
    }

    private static string[] Values(RouteCaptures captures, string path) =>
        [.. Enumerable.Range(0, captures.Count).Select(index => path.Substring(captures[index].Start, captures[index].Length))];
}
