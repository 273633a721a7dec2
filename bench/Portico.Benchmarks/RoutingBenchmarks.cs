using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portico.DataPlane.Routing;

namespace Portico.Benchmarks;

/// <summary>What does it cost to find a method, and does that grow with the API? Held against ASP.NET Core's endpoint routing.</summary>
[MemoryDiagnoser]
public class RoutingBenchmarks
{
    private readonly RouteCaptures _captures = new();
    private readonly DefaultHttpContext _context = new();
    private RouteTree<string> _tree = null!;
    private RequestDelegate _endpointRouting = null!;
    private string _path = "";

    public enum Shape
    {
        Literal,
        Variable,
        Greedy,
    }

    [Params(10, 300, 10_000)]
    public int Routes { get; set; }

    [ParamsAllValues]
    public Shape Path { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var resources = Enumerable.Range(0, Routes).Select(Resource).ToArray();
        var builder = new RouteTreeBuilder<string>();
        foreach (var resource in resources) builder.Add(HttpVerb.Get, resource, resource);
        _tree = builder.Build();
        _endpointRouting = EndpointRouting(resources);

        // One of the middle of the API.
        var number = (Routes / 2) - (Routes / 2 % 3);
        _path = Path switch
        {
            Shape.Literal => $"/area-{number % 97}/things-{number}",
            Shape.Variable => $"/area-{(number + 1) % 97}/things-{number + 1}/4711/parts/42",
            _ => $"/area-{(number + 2) % 97}/things-{number + 2}/images/2026/11/cover.png",
        };
        _context.Request.Method = "GET";
        _context.Request.Path = _path;
        if (RouteTree() is null || AspNetCore() is null) throw new InvalidOperationException($"{_path} leads nowhere");
    }

    [Benchmark(Baseline = true)]
    public Endpoint? AspNetCore()
    {
        _context.SetEndpoint(null);
        _endpointRouting(_context);
        return _context.GetEndpoint();
    }

    [Benchmark]
    public string? RouteTree() => _tree.Match(HttpVerb.Get, _path, _captures);

    private static string Resource(int number) => (number % 3) switch
    {
        0 => $"/area-{number % 97}/things-{number}",
        1 => $"/area-{number % 97}/things-{number}/{{thingId}}/parts/{{partId}}",
        _ => $"/area-{number % 97}/things-{number}/{{proxy+}}",
    };

    private static RequestDelegate EndpointRouting(IEnumerable<string> resources)
    {
        var services = new ServiceCollection().AddLogging().AddRouting();
        services.AddSingleton<System.Diagnostics.DiagnosticListener>(_ => new("routing"));
        var app = new ApplicationBuilder(services.BuildServiceProvider());
        app.UseRouting();

        // The endpoint has been chosen; running it is not the question.
        app.Use(_ => _ => Task.CompletedTask);
        app.UseEndpoints(endpoints =>
        {
            foreach (var resource in resources) endpoints.MapGet(resource.Replace("{proxy+}", "{**proxy}", StringComparison.Ordinal), _ => Task.CompletedTask);
        });
        return app.Build();
    }
}
