using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Portico.Authorizers.Iam;
using Portico.Authorizers.ResourcePolicy;
using Portico.Aws.Policies;
using Portico.Aws.Signing;
using Portico.Benchmarks.Serving;
using Portico.Compiler;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Stages;
using Portico.Integrations.Mock;
using Portico.Model.Rest;

namespace Portico.Benchmarks;

/// <summary>What does it cost a method to know who calls and whether he may? Held against the same method open to all.</summary>
[MemoryDiagnoser]
public class CallerBenchmarks
{
    private const string Account = "123456789012";
    private static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private readonly ConnectionFeatures _plain = new();
    private readonly ConnectionFeatures _signed = new();
    private readonly ConnectionFeatures _told = new();
    private readonly ConnectionFeatures _pooled = new();
    private GatewayApplication _open = null!;
    private GatewayApplication _withPolicy = null!;

    [GlobalSetup]
    public void Activate()
    {
        var time = new HeldTime();
        _told.RequestHeaders.Authorization = KnownCallers.Token;
        _pooled.RequestHeaders.Authorization = KnownCallers.PoolToken(time);
        _open = Gateway(time, policy: null);
        _withPolicy = Gateway(time, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:123456789012:abcdefghij/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:123456789012:abcdefghij/*","Condition":{"NotIpAddress":{"aws:SourceIp":["127.0.0.0/8","10.0.0.0/8"]}}}]}""");
        foreach (var (name, value) in new RequestSigner(new SigningKeyCache(), time).Sign("GET", "/signed", "", [new("Host", "localhost:8080")], PayloadHash.Empty, Credentials, "us-east-1", "execute-api"))
        {
            _signed.RequestHeaders[name] = value;
        }

        // The first verification derives the key, away from the connection's thread.
        var exchange = _open.CreateContext(Begun(_signed, "/signed"));
        _open.ProcessRequestAsync(exchange).GetAwaiter().GetResult();
        _open.DisposeContext(exchange, null);
        exchange = _withPolicy.CreateContext(Begun(_signed, "/signed"));
        _withPolicy.ProcessRequestAsync(exchange).GetAwaiter().GetResult();
        _withPolicy.DisposeContext(exchange, null);

        foreach (var answer in (Func<int>[])[Open, ResourcePolicy, Signed, SignedWithResourcePolicy, LambdaAuthorizer, UserPool])
        {
            if (answer() != Sample.Order.Length) throw new InvalidOperationException($"{answer.Method.Name}: {_plain.Written} {_signed.Written} {_told.Written} {_pooled.Written}");
        }
    }

    [Benchmark(Baseline = true)]
    public int Open() => Answer(_open, _plain, "/open");

    [Benchmark]
    public int ResourcePolicy() => Answer(_withPolicy, _plain, "/open");

    [Benchmark]
    public int Signed() => Answer(_open, _signed, "/signed");

    [Benchmark]
    public int SignedWithResourcePolicy() => Answer(_withPolicy, _signed, "/signed");

    [Benchmark]
    public int LambdaAuthorizer() => Answer(_open, _told, "/told");

    [Benchmark]
    public int UserPool() => Answer(_open, _pooled, "/pooled");

    private static int Answer(GatewayApplication gateway, ConnectionFeatures connection, string target)
    {
        var exchange = gateway.CreateContext(Begun(connection, target));
        var processing = gateway.ProcessRequestAsync(exchange);
        if (!processing.IsCompletedSuccessfully) throw new InvalidOperationException("nothing here waits", processing.Exception);
        gateway.DisposeContext(exchange, null);
        return connection.WrittenBytes;
    }

    private static ConnectionFeatures Begun(ConnectionFeatures connection, string target)
    {
        connection.Begin(target);
        return connection;
    }

    private static GatewayApplication Gateway(TimeProvider time, string? policy)
    {
        var callers = new CallerDirectory();
        callers.Replace([new Caller
        {
            Credentials = Credentials,
            Principal = new() { Arn = $"arn:aws:iam::{Account}:user/ann", AccountId = Account },
            PrincipalType = "User",
            UserId = "AIDAEXAMPLE",
            UserName = "ann",
            Policies = [PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:*:*:abcdefghij/*/GET/*"}]}""", PolicyKind.Identity, "own").Document!],
        }]);
        var order = Encoding.UTF8.GetString(Sample.Order);
        var definition = RestApiDefinition.Empty(new RestApi { Id = "abcdefghij", Name = "bench", CreatedDate = DateTimeOffset.UnixEpoch, RootResourceId = "root", Policy = policy })
            .With(Resource("/open", "NONE", order)).With(Resource("/signed", "AWS_IAM", order))
            .With(Resource("/told", "CUSTOM", order)).With(Resource("/pooled", "COGNITO_USER_POOLS", order));
        var stage = new Stage { StageName = "bench", DeploymentId = "deploy", CreatedDate = DateTimeOffset.UnixEpoch, LastUpdatedDate = DateTimeOffset.UnixEpoch };
        var compilation = StageCompiler.Compile(definition, stage, new CompilationOptions
        {
            AccountId = Account,
            Region = "us-east-1",
            Integrations = [new MockIntegrationFactory()],
            Authorizations = [new ResourcePolicyFactory(), new IamFactory(new SignatureCheck(callers, new SignatureVerifier(new SigningKeyCache()))), .. KnownCallers.Factories(time)],
        });
        if (!compilation.Findings.IsEmpty) throw new InvalidOperationException(string.Join('\n', compilation.Findings));
        var stages = new StageTable();
        stages.Replace("abcdefghij", [compilation.Stage]);
        stages.MapDomains([new("localhost", [new("", "abcdefghij", "bench")], [])]);
        return new GatewayApplication(new RestGateway(stages, new RequestIds(), time, new NoRequestObserver(), NullLogger<RestGateway>.Instance));
    }

    private static Resource Resource(string path, string authorization, string answer) => new()
    {
        Id = path,
        ParentId = "root",
        Path = path,
        PathPart = path[1..],
        Methods = ImmutableSortedDictionary.Create<string, Method>(StringComparer.Ordinal).Add("GET", new Method
        {
            HttpMethod = "GET",
            AuthorizationType = authorization,
            Integration = new Integration
            {
                Type = IntegrationType.MOCK,
                RequestTemplates = [new MediaTypeTemplate("application/json", """{"statusCode": 200}""")],
                IntegrationResponses = ImmutableSortedDictionary.Create<string, IntegrationResponse>(StringComparer.Ordinal)
                    .Add("200", new IntegrationResponse { StatusCode = "200", ResponseTemplates = [new MediaTypeTemplate("application/json", answer)] }),
            },
            MethodResponses = ImmutableSortedDictionary.Create<string, MethodResponse>(StringComparer.Ordinal).Add("200", new MethodResponse { StatusCode = "200" }),
        }),
    };

    private sealed class HeldTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    }
}
