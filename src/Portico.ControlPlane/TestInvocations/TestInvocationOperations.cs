using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.TestInvocations;

/// <summary>Tries a method before it is deployed: without authorizer, API key and throttle, which a test never meets in AWS either.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html"/>
internal sealed class TestInvocationOperations(ControlPlaneServices services, RestApiAccess apis, AccountAccess account)
{
    // RFC 9110 §5.6.2.
    private static readonly SearchValues<char> TokenLetters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Where(code => code != '\t').Append(0x7F).Select(code => (char)code)]);

    public void AddTo(OperationHandlers handlers)
    {
        if (services.TestInvocations is not { } tests) return;
        handlers.Add("TestInvokeMethod", (call, cancellationToken) => InvokeAsync(tests, call, cancellationToken), Write);
        handlers.Add("TestInvokeAuthorizer", (call, cancellationToken) => InvokeAuthorizerAsync(tests, call, cancellationToken), Write);
    }

    private async ValueTask<TestInvocationAnswer> InvokeAsync(ITestInvocations tests, OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var definition = (await apis.FindAsync(call, Missing.Resource, cancellationToken)).Definition;
        var resource = call.ResourceOf(definition);
        var verb = input.Required("httpMethod");
        var method = resource.Methods.GetValueOrDefault(verb) ?? resource.Methods.GetValueOrDefault("ANY") ?? throw Missing.Method();
        if (input.TextOrNull("clientCertificateId") is { } certificate && !account.Present.ClientCertificates.ContainsKey(certificate)) throw Missing.ClientCertificate();
        var path = input.TextOrNull("pathWithQueryString") ?? resource.Path;
        return await tests.InvokeAsync(
            new TestInvocation
            {
                Definition = definition,
                Resource = resource,
                Method = method,
                // A test of ANY as such has to be sent with some verb.
                Verb = verb == "ANY" ? "GET" : verb,
                PathWithQueryString = path.StartsWith('/') ? path : $"/{path}",
                Headers = Headers(input),
                Body = input.Text("body") ?? "",
                StageVariables = input.MapOrEmpty("stageVariables"),
                ClientCertificateId = input.TextOrNull("clientCertificateId"),
            },
            cancellationToken);
    }

    private async ValueTask<AuthorizerTestAnswer> InvokeAuthorizerAsync(ITestInvocations tests, OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var definition = (await apis.FindAsync(call, Missing.Authorizer, cancellationToken)).Definition;
        var authorizer = definition.Authorizers.GetValueOrDefault(input.Required("authorizerId")) ?? throw Missing.Authorizer(call);
        var path = input.TextOrNull("pathWithQueryString") ?? "/";
        return await tests.InvokeAsync(
            new AuthorizerTest
            {
                Definition = definition,
                Authorizer = authorizer,
                PathWithQueryString = path.StartsWith('/') ? path : $"/{path}",
                Headers = Headers(input),
                StageVariables = input.MapOrEmpty("stageVariables"),
            },
            cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, AuthorizerTestAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("clientStatus", answer.Status);
        writer.WriteString("log", answer.Log);
        writer.WriteNumber("latency", (long)answer.Latency.TotalMilliseconds);
        writer.WriteOptional("principalId", answer.PrincipalId);
        writer.WriteOptional("policy", answer.Policy);
        if (!answer.Claims.IsDefault)
        {
            writer.WriteStartObject("claims");
            foreach (var (name, value) in answer.Claims) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static ImmutableArray<(string Name, string Value)> Headers(InputStructure input)
    {
        var several = input.TextsMap("multiValueHeaders") ?? [];
        var lines = several.SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value)))
            .Concat((input.TextMap("headers") ?? []).Where(pair => !several.Any(each => each.Key.Equals(pair.Key, StringComparison.OrdinalIgnoreCase))).Select(pair => (pair.Key, Value: pair.Value ?? "")))
            .ToImmutableArray();
        foreach (var (name, value) in lines)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenLetters)) throw ServiceException.BadRequest($"Invalid header name '{name}' specified: use letters, digits and !#$%&'*+-.^_`|~");
            if (value.AsSpan().ContainsAny(Controls)) throw ServiceException.BadRequest($"The value of the header '{name}' has control characters, which no header can have");
        }

        return lines;
    }

    private static void Write(Utf8JsonWriter writer, TestInvocationAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", answer.Status);
        writer.WriteString("body", answer.Body);
        writer.WriteStartObject("headers");
        foreach (var (name, value) in answer.Headers.GroupBy(line => line.Name, StringComparer.OrdinalIgnoreCase).Select(group => group.Last())) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteStartObject("multiValueHeaders");
        foreach (var group in answer.Headers.GroupBy(line => line.Name, StringComparer.OrdinalIgnoreCase)) writer.WriteTexts(group.Key, group.Select(line => line.Value));
        writer.WriteEndObject();
        writer.WriteString("log", answer.Log);
        writer.WriteNumber("latency", (long)answer.Latency.TotalMilliseconds);
        writer.WriteEndObject();
    }
}
