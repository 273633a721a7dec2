using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.Benchmarks.Serving;
using Portico.Compiler;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Observation;
using Portico.DataPlane.Stages;
using Portico.Integrations.Mock;
using Portico.Model.Rest;

namespace Portico.Benchmarks;

/// <summary>What metrics, an access log and the request inspector add to a request, without server and sockets.</summary>
[MemoryDiagnoser]
public class ObservationBenchmarks
{
    private const string Format =
        "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] \"$context.httpMethod $context.resourcePath $context.protocol\" "
        + "$context.status $context.responseLength $context.requestId $context.extendedRequestId $context.integrationLatency $context.responseLatency";

    private readonly ConnectionFeatures _connection = new();
    private readonly Dictionary<GatewayApplication, GatewayApplication.Exchange> _exchanges = [];
    private GatewayApplication _plain = null!;
    private GatewayApplication _counted = null!;
    private GatewayApplication _logged = null!;
    private GatewayApplication _sampled = null!;

    [GlobalSetup]
    public void Activate()
    {
        var observer = new StageObserver(new NoRequestObserver(), inspector: null);
        _plain = Gateway(new NoRequestObserver(), observed: false, log: false);
        _counted = Gateway(observer, observed: true, log: false);
        _logged = Gateway(observer, observed: true, log: true);
        _sampled = Gateway(new StageObserver(new NoRequestObserver(), new RequestInspector(1_000, 50)), observed: true, log: true);
        foreach (var gateway in new[] { _plain, _counted, _logged, _sampled })
        {
            if (Answer(gateway) != Sample.Order.Length) throw new InvalidOperationException(_connection.Written);
        }
    }

    [Benchmark(Baseline = true)]
    public int Plain() => Answer(_plain);

    [Benchmark]
    public int WithMetrics() => Answer(_counted);

    [Benchmark]
    public int WithMetricsAndAccessLog() => Answer(_logged);

    [Benchmark]
    public int WithAllAndTheInspectorSampling() => Answer(_sampled);

    private int Answer(GatewayApplication gateway)
    {
        _connection.Begin("/mock");

        // An invocation stays with its connection and belongs to one gateway.
        _connection.HostContext = _exchanges.GetValueOrDefault(gateway);
        var exchange = gateway.CreateContext(_connection);
        var processing = gateway.ProcessRequestAsync(exchange);
        if (!processing.IsCompletedSuccessfully) throw new InvalidOperationException("nothing here waits", processing.Exception);
        gateway.DisposeContext(exchange, null);
        _exchanges[gateway] = exchange;
        return _connection.WrittenBytes;
    }

    private static GatewayApplication Gateway(IRequestObserver observer, bool observed, bool log)
    {
        var stages = new StageTable();
        var compilation = StageCompiler.Compile(Api(), NewStage(log), new CompilationOptions
        {
            AccountId = "000000000000",
            Region = "us-east-1",
            Integrations = [new MockIntegrationFactory()],
            Observation = observed ? new ObservationTargets(new RequestMetrics(), new MemoryLogs()) : null,
        });
        if (!compilation.Findings.IsEmpty) throw new InvalidOperationException(string.Join('\n', compilation.Findings));
        stages.Replace("abcdefghij", [compilation.Stage]);
        stages.MapDomains([new("localhost", [new("", "abcdefghij", "bench")], [])]);
        return new GatewayApplication(new RestGateway(stages, new RequestIds(), TimeProvider.System, observer, NullLogger<RestGateway>.Instance));
    }

    private static RestApiDefinition Api() => RestApiDefinition.Empty(new RestApi { Id = "abcdefghij", Name = "bench", CreatedDate = DateTimeOffset.UnixEpoch, RootResourceId = "root" }).With(new Resource
    {
        Id = "mock",
        ParentId = "root",
        Path = "/mock",
        PathPart = "mock",
        Methods = ImmutableSortedDictionary.Create<string, Method>(StringComparer.Ordinal).Add("GET", new Method
        {
            HttpMethod = "GET",
            Integration = new Integration
            {
                Type = IntegrationType.MOCK,
                RequestTemplates = [new MediaTypeTemplate("application/json", """{"statusCode": 200}""")],
                IntegrationResponses = ImmutableSortedDictionary.Create<string, IntegrationResponse>(StringComparer.Ordinal)
                    .Add("200", new IntegrationResponse { StatusCode = "200", ResponseTemplates = [new MediaTypeTemplate("application/json", Encoding.UTF8.GetString(Sample.Order))] }),
            },
            MethodResponses = ImmutableSortedDictionary.Create<string, MethodResponse>(StringComparer.Ordinal).Add("200", new MethodResponse { StatusCode = "200" }),
        }),
    });

    private static Stage NewStage(bool log) => new()
    {
        StageName = "bench",
        DeploymentId = "deploy",
        CreatedDate = DateTimeOffset.UnixEpoch,
        LastUpdatedDate = DateTimeOffset.UnixEpoch,
        AccessLogSettings = log ? new AccessLogSettings("arn:aws:logs:us-east-1:000000000000:log-group:access", Format) : null,
    };

    // As the gateway's own: a copy into shared memory, under a lock.
    private sealed class MemoryLogs : ILogTargets, ILogSink
    {
        private readonly Lock _lock = new();
        private readonly byte[] _memory = new byte[1024 * 1024];
        private int _length;

        public ILogSink AccessLog(string destinationArn, string apiId, string stage) => this;

        public ILogSink ExecutionLog(string apiId, string stage) => this;

        public void Write(DateTimeOffset at, ReadOnlySpan<byte> line)
        {
            lock (_lock)
            {
                if (_length + line.Length > _memory.Length) _length = 0;
                line.CopyTo(_memory.AsSpan(_length));
                _length += line.Length;
            }
        }
    }
}
