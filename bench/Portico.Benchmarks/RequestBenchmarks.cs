using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.Benchmarks.Serving;
using Portico.Compiler;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Stages;
using Portico.Integrations.Mock;
using Portico.Model.Rest;

namespace Portico.Benchmarks;

/// <summary>
/// What is ours of a request: everything between the server's features and the bytes of the answer, without server and
/// sockets? Held against writing the same answer straight into the features.
/// </summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private const int OtherRoutes = 300;

    private readonly ConnectionFeatures _connection = new();
    private GatewayApplication _gateway = null!;

    [GlobalSetup]
    public void Activate()
    {
        var stages = new StageTable();
        var compilation = StageCompiler.Compile(Api(), NewStage(), new CompilationOptions
        {
            AccountId = "000000000000",
            Region = "us-east-1",
            Integrations = [new MockIntegrationFactory()],
        });
        if (!compilation.Findings.IsEmpty) throw new InvalidOperationException(string.Join('\n', compilation.Findings));
        stages.Replace("abcdefghij", [compilation.Stage]);
        stages.MapDomains([new("localhost", [new("", "abcdefghij", "bench")], [])]);
        _gateway = new GatewayApplication(new RestGateway(stages, new RequestIds(), TimeProvider.System, new NoRequestObserver(), NullLogger<RestGateway>.Instance));

        foreach (var answer in (Func<int>[])[Bare, Mock, MockWithParameters])
        {
            if (answer() != Sample.Order.Length) throw new InvalidOperationException($"{answer.Method.Name}: {_connection.Written}");
        }
    }

    [Benchmark(Baseline = true)]
    public int Bare()
    {
        _connection.Begin("/bare");
        var response = _connection.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = 200;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = Sample.Order.Length;
        var writer = _connection.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        Sample.Order.CopyTo(writer.GetSpan(Sample.Order.Length));
        writer.Advance(Sample.Order.Length);
        return _connection.WrittenBytes;
    }

    [Benchmark]
    public int Mock() => Answer("/mock");

    [Benchmark]
    public int MockWithParameters() => Answer("/customers/4711?page=2&size=10");

    private int Answer(string target)
    {
        _connection.Begin(target);
        var exchange = _gateway.CreateContext(_connection);
        var processing = _gateway.ProcessRequestAsync(exchange);
        if (!processing.IsCompletedSuccessfully) throw new InvalidOperationException("nothing here waits", processing.Exception);
        _gateway.DisposeContext(exchange, null);
        return _connection.WrittenBytes;
    }

    private static RestApiDefinition Api()
    {
        var order = Encoding.UTF8.GetString(Sample.Order);
        var mock = new Integration
        {
            Type = IntegrationType.MOCK,
            RequestTemplates = [new MediaTypeTemplate("application/json", """{"statusCode": 200}""")],
            IntegrationResponses = OneResponse(new IntegrationResponse { StatusCode = "200", ResponseTemplates = [new MediaTypeTemplate("application/json", order)] }),
        };
        var mapped = mock with
        {
            RequestParameters = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("integration.request.path.id", "method.request.path.id"),
                KeyValuePair.Create("integration.request.querystring.p", "method.request.querystring.page"),
                KeyValuePair.Create("integration.request.header.X-Request", "context.requestId"),
                KeyValuePair.Create("integration.request.header.X-Fixed", "'fixed'"),
            ]),
        };
        var definition = RestApiDefinition.Empty(new RestApi { Id = "abcdefghij", Name = "bench", CreatedDate = DateTimeOffset.UnixEpoch, RootResourceId = "root" })
            .With(Resource("/mock", mock)).With(Resource("/customers/{id}", mapped));
        for (var number = 0; number < OtherRoutes; number++) definition = definition.With(Resource($"/area-{number % 17}/things-{number}/{{thingId}}", mock));
        return definition;
    }

    private static Resource Resource(string path, Integration integration) => new()
    {
        Id = path,
        ParentId = "root",
        Path = path,
        PathPart = path[(path.LastIndexOf('/') + 1)..],
        Methods = ImmutableSortedDictionary.Create<string, Method>(StringComparer.Ordinal).Add("GET", new Method
        {
            HttpMethod = "GET",
            Integration = integration,
            RequestParameters = ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal)
                .Add("method.request.path.id", true).Add("method.request.querystring.page", false),
            MethodResponses = ImmutableSortedDictionary.Create<string, MethodResponse>(StringComparer.Ordinal).Add("200", new MethodResponse { StatusCode = "200" }),
        }),
    };

    private static ImmutableSortedDictionary<string, IntegrationResponse> OneResponse(IntegrationResponse response) =>
        ImmutableSortedDictionary.Create<string, IntegrationResponse>(StringComparer.Ordinal).Add(response.StatusCode, response);

    private static Stage NewStage() => new()
    {
        StageName = "bench",
        DeploymentId = "deploy",
        CreatedDate = DateTimeOffset.UnixEpoch,
        LastUpdatedDate = DateTimeOffset.UnixEpoch,
    };
}
