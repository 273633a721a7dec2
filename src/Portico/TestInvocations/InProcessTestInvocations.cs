using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Portico.Compiler;
using Portico.ControlPlane.TestInvocations;
using Portico.DataPlane.Execution;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Stages;
using Portico.Model.Rest;

namespace Portico.TestInvocations;

/// <summary>Compiles a method by itself and drives it through the real pipeline, with a request that stands in memory.</summary>
/// <param name="compilation">As of the host, but observed.</param>
/// <param name="flushAuthorizers">Forgets what authorizers of a stage said: API, stage.</param>
internal sealed class InProcessTestInvocations(CompilationOptions compilation, Action<string, string> flushAuthorizers, RequestIds ids, TimeProvider time, ILogger<RestGateway> logger) : ITestInvocations
{
    /// <summary>AWS's name of the stage that a test runs in.</summary>
    internal const string StageName = "test-invoke-stage";

    /// <summary>AWS's name of the stage that a test of an authorizer runs in.</summary>
    internal const string AuthorizerStageName = "ESTestInvoke-stage";

    // No stage leads here, and no log of requests speaks of tests.
    private readonly RestGateway _gateway = new(new StageTable(), ids, time, new NoRequestObserver(), logger);

    public async ValueTask<TestInvocationAnswer> InvokeAsync(TestInvocation invocation, CancellationToken cancellationToken)
    {
        var stage = Compile(invocation);
        using var exchange = new InMemoryExchange(invocation.Verb, invocation.PathWithQueryString, invocation.Headers, Encoding.UTF8.GetBytes(invocation.Body), cancellationToken);
        using var running = _gateway.NewInvocation();
        // As AWS's own tests name where they come from.
        running.SourceIp = "test-invoke-source-ip";
        running.DomainName = "testPrefix.testDomainName";

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Execution log for request {running.RequestId}\n");
        var log = new ExecutionLog(line => text.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():ddd MMM dd HH:mm:ss 'UTC' yyyy} : {line}\n"));
        running.Execution = log;

        var started = time.GetTimestamp();
        await _gateway.HandleAsync(exchange.Features, running, stage, invocation.Resource.Path);
        var latency = time.GetElapsedTime(started);
        var headers = exchange.AnswerHeaders;
        if (log.HasCalled && running.Fault is null && !headers.Any(line => line.Name == TraceId.HeaderName)) headers = headers.Add((TraceId.HeaderName, running.Trace.Text));
        return new(exchange.Status, headers, exchange.AnswerBody, text.ToString(), latency);
    }

    public async ValueTask<AuthorizerTestAnswer> InvokeAsync(AuthorizerTest test, CancellationToken cancellationToken)
    {
        flushAuthorizers(test.Definition.Api.Id, AuthorizerStageName);
        var stage = Compile(test);
        using var exchange = new InMemoryExchange("GET", test.PathWithQueryString, test.Headers, [], cancellationToken);
        using var running = _gateway.NewInvocation();
        running.SourceIp = "test-invoke-source-ip";
        running.DomainName = "testPrefix.testDomainName";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Execution log for request {running.RequestId}\n");
        Log($"Starting authorizer: {test.Authorizer.Id} for request: {running.RequestId}");

        var started = time.GetTimestamp();
        await _gateway.HandleAsync(exchange.Features, running, stage, "/");
        var latency = time.GetElapsedTime(started);
        if (running.Authorizer?.PrincipalId is { Length: > 0 } principal) Log($"Using valid authorizer policy for principal: {new string('*', Math.Max(0, principal.Length - 3))}{principal[^Math.Min(3, principal.Length)..]}");
        if (running.Fault is { } fault) Log(fault.Detail ?? (exchange.Status == 401 ? $"Unauthorized request: {running.RequestId}" : fault.Message ?? "Authorizer error"));
        else Log("Successfully completed authorizer execution");
        return new(exchange.Status, text.ToString(), latency, running.Authorizer?.PrincipalId, running.Authorizer?.Policy, running.Authorizer?.Claims ?? default);

        void Log(string line) => text.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():ddd MMM dd HH:mm:ss 'UTC' yyyy} : {line}\n");
    }

    // The authorizer before a method that answers 200, and nothing else.
    private CompiledStage Compile(AuthorizerTest test)
    {
        var method = new Method
        {
            HttpMethod = "GET",
            AuthorizationType = AuthorizerRules.AuthorizationType(test.Authorizer.Type),
            AuthorizerId = test.Authorizer.Id,
            Integration = new Integration
            {
                Type = IntegrationType.MOCK,
                RequestTemplates = [new MediaTypeTemplate("application/json", """{"statusCode": 200}""")],
                IntegrationResponses = ImmutableSortedDictionary.Create<string, IntegrationResponse>(StringComparer.Ordinal).Add("200", new IntegrationResponse { StatusCode = "200" }),
            },
            MethodResponses = ImmutableSortedDictionary.Create<string, MethodResponse>(StringComparer.Ordinal).Add("200", new MethodResponse { StatusCode = "200" }),
        };
        var root = new Resource { Id = "root", Path = "/", PathPart = "", Methods = ImmutableSortedDictionary.Create<string, Method>(StringComparer.Ordinal).Add("GET", method) };
        var definition = test.Definition with { Api = test.Definition.Api with { Policy = null }, Resources = test.Definition.Resources.Clear().Add(root.Id, root) };
        var now = time.GetUtcNow();
        var stage = new Stage { StageName = AuthorizerStageName, DeploymentId = "", CreatedDate = now, LastUpdatedDate = now, Variables = test.StageVariables };
        return StageCompiler.Compile(definition, stage, compilation with { IsObserved = false }).Stage;
    }

    // A test meets no authorizer, no resource policy, no API key and no other method.
    private CompiledStage Compile(TestInvocation invocation)
    {
        var open = invocation.Method with { AuthorizationType = "NONE", AuthorizerId = null, ApiKeyRequired = false };
        var resource = invocation.Resource with { Methods = invocation.Resource.Methods.Clear().Add(open.HttpMethod, open) };
        var definition = invocation.Definition with { Api = invocation.Definition.Api with { Policy = null }, Resources = invocation.Definition.Resources.Clear().Add(resource.Id, resource) };
        var now = time.GetUtcNow();
        var stage = new Stage
        {
            StageName = StageName,
            DeploymentId = "",
            CreatedDate = now,
            LastUpdatedDate = now,
            Variables = invocation.StageVariables,
            ClientCertificateId = invocation.ClientCertificateId,
        };
        return StageCompiler.Compile(definition, stage, compilation).Stage;
    }
}
