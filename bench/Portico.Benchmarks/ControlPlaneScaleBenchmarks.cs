using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using Portico.ControlPlane;
using Portico.ControlPlane.Access;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Messages;
using Portico.Storage;
using Portico.Storage.Memory;

namespace Portico.Benchmarks;

/// <summary>
/// Whether control calls grow with what is stored: whole calls without a socket, on a store that has one API of one resource
/// besides 1 or 10,000 other APIs, and on an API of 1 or 10,000 resources? The ratio is that to the small store.
/// </summary>
[MemoryDiagnoser]
public class ControlPlaneScaleBenchmarks
{
    private RestJsonService _service = null!;
    private int _deployment;

    /// <summary>What is stored.</summary>
    [Params("1 API, 1 resource", "10,000 APIs", "10,000 resources")]
    public string Stored { get; set; } = "";

    [GlobalSetup]
    public async Task FillAsync()
    {
        var catalog = await Catalog.OpenAsync(new MemoryDocumentStore(), CancellationToken.None);
        var others = Stored == "10,000 APIs" ? 10_000 : 1;
        for (var number = 0; number < others; number++) await AddAsync(catalog, $"other{number:D5}", 1);
        await AddAsync(catalog, "small", 1);
        if (Stored == "10,000 resources") await AddAsync(catalog, "large", 10_000);
        _service = ApiGatewayService.Create(new ControlPlaneServices { Catalog = catalog });
        foreach (var call in (Func<ValueTask<int>>[])[GetRestApi, GetResource, ListRestApis, ListResources, CreateDeployment]) await call();
    }

    [Benchmark]
    public ValueTask<int> GetRestApi() => CallAsync("GET", $"/restapis/{Api}");

    [Benchmark]
    public ValueTask<int> GetResource() => CallAsync("GET", $"/restapis/{Api}/resources/r0");

    [Benchmark]
    public ValueTask<int> ListRestApis() => CallAsync("GET", "/restapis", "limit=1");

    [Benchmark]
    public ValueTask<int> ListResources() => CallAsync("GET", $"/restapis/{Api}/resources", "limit=1");

    /// <summary>Of the API of one resource, whatever else is there; each is deleted again.</summary>
    [Benchmark]
    public async ValueTask<int> CreateDeployment()
    {
        var description = $"deployment {_deployment++}";
        var answer = await AnswerAsync("POST", "/restapis/small/deployments", "", $$"""{"description":"{{description}}"}""");
        using var made = System.Text.Json.JsonDocument.Parse(answer.Body);
        return await CallAsync("DELETE", $"/restapis/small/deployments/{made.RootElement.GetProperty("id").GetString()}");
    }

    private string Api => Stored == "10,000 resources" ? "large" : "small";

    private async ValueTask<int> CallAsync(string method, string path, string query = "") => (await AnswerAsync(method, path, query, "")).Body.Length;

    private async ValueTask<ServiceResponse> AnswerAsync(string method, string path, string query, string body)
    {
        var answer = await _service.InvokeAsync(new() { Method = method, RawPath = path, QueryString = query, Body = Encoding.UTF8.GetBytes(body) }, CancellationToken.None);
        return answer.Status < 300 ? answer : throw new InvalidOperationException($"{method} {path}: {answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    private static async Task AddAsync(Catalog catalog, string id, int resources)
    {
        var mock = new Integration { Type = IntegrationType.MOCK, RequestTemplates = [new MediaTypeTemplate("application/json", """{"statusCode": 200}""")] };
        var methods = ImmutableSortedDictionary.Create<string, Method>(StringComparer.Ordinal).Add("GET", new Method { HttpMethod = "GET", AuthorizationType = "NONE", Integration = mock });
        var definition = RestApiDefinition.Empty(new RestApi { Id = id, Name = id, CreatedDate = DateTimeOffset.UnixEpoch, RootResourceId = "root" });
        definition = definition with
        {
            Resources = definition.Resources.AddRange(Enumerable.Range(0, resources).Select(number =>
                KeyValuePair.Create($"r{number}", new Resource { Id = $"r{number}", ParentId = "root", Path = $"/things-{number}", PathPart = $"things-{number}", Methods = methods }))),
        };
        await catalog.ChangeRestApiAsync(id, _ => new RestApiChange<bool>(new RestApiEntry { Definition = definition }, true), CancellationToken.None);
    }
}
