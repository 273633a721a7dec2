using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Stages;

namespace Portico.DataPlane.Events;

/// <summary>A request as the event of a Lambda proxy integration, format 1.0, and as that of a Lambda authorizer. Written straight into the bytes that go to the function.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format"/>
public static class ProxyEvent
{
    // From here on a table finds repeated names faster than looking back.
    private const int FewPairs = 16;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // What is there only for some callers; everything else stands there as null (recorded).
    private static readonly FrozenSet<string> WhereKnown = FrozenSet.Create(StringComparer.Ordinal, "apiKey", "apiKeyId", "vpcId", "vpceId");

    private static readonly (JsonEncodedText Name, bool IsAlwaysThere, Func<Invocation, string?> Read)[] Identity =
    [
        .. ContextVariables.Names.Where(name => name.StartsWith("identity.", StringComparison.Ordinal) && name.IndexOf('.', 9) < 0)
            .Select(name => (JsonEncodedText.Encode(name[9..]), !WhereKnown.Contains(name[9..]), ContextVariables.Find(name)!)),
    ];

    private static readonly Func<Invocation, string?> DomainPrefix = ContextVariables.Find("domainPrefix")!;
    private static readonly Func<Invocation, string?> BasePathMatched = ContextVariables.Find("customDomain.basePathMatched")!;

    // Set anew for the function, whatever the client said.
    private static readonly FrozenSet<string> NotCopied =
        HeaderRules.DroppedFromClient.Concat(["X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", TraceId.HeaderName]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>Writes the event.</summary>
    /// <param name="dropsAuthorization">True for AWS_IAM, whose signature is for the gateway alone.</param>
    public static void Write(IBufferWriter<byte> output, Invocation invocation, bool dropsAuthorization)
    {
        var writer = s_writer ??= new Utf8JsonWriter(output, WriterOptions);
        writer.Reset(output);
        var request = invocation.Request;
        writer.WriteStartObject();
        writer.WriteString("resource"u8, invocation.Method!.ResourcePath);
        writer.WriteString("path"u8, Path(request));
        writer.WriteString("httpMethod"u8, request.Method);
        WriteHeaders(writer, invocation, dropsAuthorization);
        WriteQuery(writer, request.Query, emptyIsNull: true);
        WritePathParameters(writer, invocation, emptyIsNull: true);
        WriteStageVariables(writer, invocation, emptyIsNull: true);
        WriteContext(writer, invocation);
        WriteBody(writer, invocation);
        writer.WriteEndObject();
        writer.Flush();
        writer.Reset(Stream.Null);
    }

    /// <summary>Writes the event of a Lambda authorizer of type REQUEST: the same without the body, and with empty maps where there is nothing.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html"/>
    public static void WriteForAuthorizer(IBufferWriter<byte> output, Invocation invocation, string methodArn)
    {
        var writer = s_writer ??= new Utf8JsonWriter(output, WriterOptions);
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "REQUEST"u8);
        writer.WriteString("methodArn"u8, methodArn);
        writer.WriteString("resource"u8, invocation.Method!.ResourcePath);
        writer.WriteString("path"u8, Path(invocation.Request));
        writer.WriteString("httpMethod"u8, invocation.Request.Method);
        WriteHeaders(writer, invocation, dropsAuthorization: false);
        WriteQuery(writer, invocation.Request.Query, emptyIsNull: false);
        WritePathParameters(writer, invocation, emptyIsNull: false);
        WriteStageVariables(writer, invocation, emptyIsNull: false);
        WriteContext(writer, invocation);
        writer.WriteEndObject();
        writer.Flush();
        writer.Reset(Stream.Null);
    }

    // Recorded: slashes before the resource's path count as one. The base path of a domain name is a part of the path.
    private static string Path(ClientRequest request)
    {
        var path = request.ResourcePath;
        var slashes = path.IndexOfAnyExcept('/');
        if (request.BasePath is { Length: > 0 } basePath) return slashes < 0 ? $"/{basePath}" : $"/{basePath}/{path[slashes..]}";
        return slashes == 1 ? path.ToString() : slashes < 0 ? "/" : $"/{path[slashes..]}";
    }

    // A test of a method has no deployment, and no way that it came by.
    private static bool IsTest(Invocation invocation) => invocation.Stage.DeploymentId.Length == 0;

    // The path with the stage, also where the request came by a form of Portico's own; by a domain name, as it was sent.
    private static string ContextPath(Invocation invocation)
    {
        var request = invocation.Request;
        var raw = request.RawPath;
        if (raw.StartsWith("/_aws/", StringComparison.Ordinal) || (raw.StartsWith("/restapis/", StringComparison.Ordinal) && raw.Contains("/_user_request_", StringComparison.Ordinal)))
        {
            return $"/{invocation.Stage.StageName}{request.ResourcePath}";
        }

        var slashes = raw.AsSpan().IndexOfAnyExcept('/');
        return slashes > 1 ? raw[(slashes - 1)..] : raw;
    }

    private static void WriteHeaders(Utf8JsonWriter writer, Invocation invocation, bool dropsAuthorization)
    {
        var request = invocation.Request;
        var isForwarded = !IsTest(invocation);
        if (!isForwarded && request.Headers.Count == 0)
        {
            writer.WriteNull("headers"u8);
            writer.WriteNull("multiValueHeaders"u8);
            return;
        }

        var forwardedFor = request.Headers["X-Forwarded-For"];
        var forwarded = forwardedFor.Count == 0 ? invocation.SourceIp : $"{forwardedFor}, {invocation.SourceIp}";
        var port = invocation.LocalPortText;

        writer.WriteStartObject("headers"u8);
        foreach (var (name, values) in request.Headers)
        {
            if (IsCopied(name, values, dropsAuthorization)) writer.WriteString(name, values[^1]);
        }

        if (isForwarded)
        {
            writer.WriteString("X-Amzn-Trace-Id"u8, invocation.Trace.Text);
            writer.WriteString("X-Forwarded-For"u8, forwarded);
            writer.WriteString("X-Forwarded-Port"u8, port);
            writer.WriteString("X-Forwarded-Proto"u8, request.Scheme);
        }

        writer.WriteEndObject();

        writer.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in request.Headers)
        {
            if (!IsCopied(name, values, dropsAuthorization)) continue;
            writer.WriteStartArray(name);
            foreach (var value in values) writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        if (isForwarded)
        {
            WriteSingle(writer, "X-Amzn-Trace-Id"u8, invocation.Trace.Text);
            WriteSingle(writer, "X-Forwarded-For"u8, forwarded);
            WriteSingle(writer, "X-Forwarded-Port"u8, port);
            WriteSingle(writer, "X-Forwarded-Proto"u8, request.Scheme);
        }

        writer.WriteEndObject();
    }

    private static bool IsCopied(string name, StringValues values, bool dropsAuthorization) =>
        values.Count > 0 && !NotCopied.Contains(name)
        && !(name.Length == 13 && name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && (dropsAuthorization || values[0]!.StartsWith("AWS4-", StringComparison.Ordinal)));

    private static void WriteSingle(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string value)
    {
        writer.WriteStartArray(name);
        writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void WriteQuery(Utf8JsonWriter writer, IReadOnlyList<(string Name, string Value)> query, bool emptyIsNull)
    {
        if (query.Count == 0 && emptyIsNull)
        {
            writer.WriteNull("queryStringParameters"u8);
            writer.WriteNull("multiValueQueryStringParameters"u8);
            return;
        }

        var grouped = Group(query);
        writer.WriteStartObject("queryStringParameters"u8);
        foreach (var (name, values) in grouped) writer.WriteString(name, values[^1]);
        writer.WriteEndObject();
        writer.WriteStartObject("multiValueQueryStringParameters"u8);
        foreach (var (name, values) in grouped)
        {
            writer.WriteStartArray(name);
            foreach (var value in values) writer.WriteStringValue(value);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static List<(string Name, List<string> Values)> Group(IReadOnlyList<(string Name, string Value)> query)
    {
        var groups = new List<(string Name, List<string> Values)>();
        var table = query.Count > FewPairs ? new Dictionary<string, List<string>>(StringComparer.Ordinal) : null;
        foreach (var (name, value) in query)
        {
            var values = table is not null ? table.GetValueOrDefault(name) : groups.Find(group => group.Name == name).Values;
            if (values is null)
            {
                groups.Add((name, values = []));
                table?.Add(name, values);
            }

            values.Add(value);
        }

        return groups;
    }

    private static void WritePathParameters(Utf8JsonWriter writer, Invocation invocation, bool emptyIsNull)
    {
        var variables = invocation.Method!.PathVariables;
        if (variables.IsEmpty && emptyIsNull)
        {
            writer.WriteNull("pathParameters"u8);
            return;
        }

        writer.WriteStartObject("pathParameters"u8);
        foreach (var variable in variables) writer.WriteString(variable.Name, invocation.RawPathValue(variable.Name));
        writer.WriteEndObject();
    }

    private static void WriteStageVariables(Utf8JsonWriter writer, Invocation invocation, bool emptyIsNull)
    {
        var variables = invocation.Stage.Variables;
        if (variables.Count == 0 && emptyIsNull)
        {
            writer.WriteNull("stageVariables"u8);
            return;
        }

        writer.WriteStartObject("stageVariables"u8);
        foreach (var (name, value) in variables) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter writer, Invocation invocation)
    {
        var stage = invocation.Stage;
        var method = invocation.Method!;
        writer.WriteStartObject("requestContext"u8);
        writer.WriteString("resourceId"u8, method.ResourceId);
        writer.WriteString("resourcePath"u8, method.ResourcePath);
        if (method.OperationName is not null) writer.WriteString("operationName"u8, method.OperationName);
        writer.WriteString("httpMethod"u8, invocation.Request.Method);
        writer.WriteString("extendedRequestId"u8, invocation.ExtendedRequestId);
        writer.WriteString("requestTime"u8, invocation.RequestTime);
        writer.WriteString("path"u8, ContextPath(invocation));
        writer.WriteString("accountId"u8, stage.AccountId);
        writer.WriteString("protocol"u8, invocation.Request.Protocol);
        writer.WriteString("stage"u8, stage.StageName);
        writer.WriteString("domainPrefix"u8, DomainPrefix(invocation));
        writer.WriteNumber("requestTimeEpoch"u8, invocation.ReceivedAt.ToUnixTimeMilliseconds());
        writer.WriteString("requestId"u8, invocation.RequestId);
        writer.WriteStartObject("identity"u8);
        foreach (var (name, isAlwaysThere, read) in Identity)
        {
            var value = read(invocation);
            if (isAlwaysThere || value is not null) writer.WriteString(name, value);
        }

        if (invocation.Request.Tls?.Client is { } client) WriteClientCertificate(writer, client);
        writer.WriteEndObject();
        if (invocation.Authorizer is { } authorizer) WriteAuthorizer(writer, authorizer, invocation.AuthorizerLatencyMs);
        writer.WriteString("domainName"u8, invocation.DomainName);
        if (BasePathMatched(invocation) is { } basePath)
        {
            writer.WriteStartObject("customDomain"u8);
            writer.WriteString("basePathMatched"u8, basePath);
            writer.WriteEndObject();
        }

        if (!IsTest(invocation)) writer.WriteString("deploymentId"u8, stage.DeploymentId);
        writer.WriteString("apiId"u8, stage.ApiId);
        writer.WriteEndObject();
    }

    private static void WriteClientCertificate(Utf8JsonWriter writer, ClientIdentity client)
    {
        writer.WriteStartObject("clientCert"u8);
        writer.WriteString("clientCertPem"u8, client.Pem);
        writer.WriteString("subjectDN"u8, client.SubjectDN);
        writer.WriteString("issuerDN"u8, client.IssuerDN);
        writer.WriteString("serialNumber"u8, client.SerialNumber);
        writer.WriteStartObject("validity"u8);
        writer.WriteString("notBefore"u8, client.NotBefore);
        writer.WriteString("notAfter"u8, client.NotAfter);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAuthorizer(Utf8JsonWriter writer, AuthorizerContext authorizer, int latencyMs)
    {
        writer.WriteStartObject("authorizer"u8);
        if (!authorizer.Claims.IsDefault)
        {
            writer.WriteStartObject("claims"u8);
            foreach (var (name, value) in authorizer.Claims) writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
            return;
        }

        foreach (var (name, value) in authorizer.Values)
        {
            if (name is not ("principalId" or "integrationLatency")) writer.WriteString(name, value);
        }

        writer.WriteString("principalId"u8, authorizer.PrincipalId);
        writer.WriteNumber("integrationLatency"u8, latencyMs);
        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, Invocation invocation)
    {
        var body = invocation.Body.Span;
        var isBinary = false;
        if (body.IsEmpty)
        {
            writer.WriteNull("body"u8);
        }
        else
        {
            // What is no text cannot stand in JSON as it is (recorded).
            isBinary = invocation.Stage.BinaryMediaTypes.Matches(invocation.Request.Header("Content-Type")) || !Utf8.IsValid(body);
            if (isBinary) writer.WriteBase64String("body"u8, body);
            else writer.WriteString("body"u8, body);
        }

        writer.WriteBoolean("isBase64Encoded"u8, isBinary);
    }
}
