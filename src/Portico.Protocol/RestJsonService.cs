using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.Aws;
using Portico.Protocol.Binding;
using Portico.Protocol.Messages;
using Portico.Protocol.Operations;

namespace Portico.Protocol;

/// <summary>
/// An AWS service that speaks restJson1: finds the operation of a request, binds and checks its input, calls its handler and
/// writes the answer or the refusal. Knows no listener: whoever has a request as text and bytes can call it. Safe for use on any thread.
/// </summary>
/// <seealso href="https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html"/>
public sealed class RestJsonService
{
    // AWS escapes what JSON requires and no more; what is written here never stands inside HTML.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The framework's own errors name their text in upper case, those of the service in lower case.
    private static readonly string[] UpperCaseMessage = ["ValidationException", "SerializationException", "AccessDeniedException"];

    private readonly Dictionary<string, OperationHandler> _handlers;
    private readonly RestJsonServiceOptions _options;
    private readonly OperationRouter _router;

    /// <param name="handlers">By operation name; an operation of the table without one answers 501.</param>
    /// <exception cref="ArgumentException">A handler's name is no operation of the table.</exception>
    public RestJsonService(OperationTable table, IReadOnlyDictionary<string, OperationHandler> handlers, RestJsonServiceOptions options)
    {
        if (handlers.Keys.FirstOrDefault(name => !table.Operations.ContainsKey(name)) is { } unknown)
        {
            throw new ArgumentException($"{unknown} is no operation of {table.Service}", nameof(handlers));
        }

        Table = table;
        _handlers = new(handlers, StringComparer.Ordinal);
        _options = options;
        _router = new(table.Operations.Values);
    }

    public OperationTable Table { get; }

    /// <summary>Whether an operation has a handler.</summary>
    public bool Offers(string operation) => _handlers.ContainsKey(operation);

    /// <summary>Whether a method and path are an operation of this service, offered or not.</summary>
    public bool Knows(string method, string rawPath, string queryString = "") => _router.Find(method, rawPath, QueryParameters.Parse(queryString)) is not null;

    /// <summary>Answers one request. Never throws but for cancellation.</summary>
    public async ValueTask<ServiceResponse> InvokeAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        var requestId = _options.NewRequestId();
        var name = "";
        try
        {
            var query = QueryParameters.Parse(request.QueryString);
            if (_router.Find(request.Method, request.RawPath, query) is not var (operation, labels))
            {
                throw new ServiceException(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
            }

            name = operation.Name;
            request.Authorization?.CheckOperation(operation, labels);
            if (request.Body.Length > _options.MaxBodyBytes)
            {
                throw new ServiceException(413, "RequestEntityTooLargeException", $"Request size exceeded {_options.MaxBodyBytes} bytes");
            }

            if (!_handlers.TryGetValue(name, out var handler))
            {
                throw new ServiceException(501, "UnsupportedOperation", $"The operation {name} of {Table.Service} is not available in this version of Portico");
            }

            var input = InputBinder.Bind(Table, operation, labels, query, request, _options.NamesMembersAlone);
            var call = new OperationCall(operation, input, Region(request), request.AccountId ?? _options.AccountId, requestId) { Authorization = request.Authorization };
            var result = await handler(call, cancellationToken).ConfigureAwait(false);
            if (_options.OnUnread is { } tell && input.Unread.ToList() is { Count: > 0 } unread) tell(name, unread);
            return Answer(result.Status ?? operation.SuccessStatus, result, requestId);
        }
        catch (ServiceException refusal)
        {
            return Refuse(refusal.StatusCode, refusal.Code, refusal.Message, requestId, refusal.Reason);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _options.OnUnexpected?.Invoke(name, requestId, e);
            return Refuse(500, "InternalFailure", $"The request {requestId} failed inside Portico; its log says why", requestId);
        }
    }

    private string Region(ServiceRequest request) =>
        request.Region
        ?? (request.Headers.TryGetValue("Authorization", out var authorization) ? CredentialScope.TryParse(authorization)?.Region : null)
        ?? _options.DefaultRegion;

    private static ServiceResponse Answer(int status, OperationResult result, string requestId)
    {
        var headers = new List<KeyValuePair<string, string>> { new("x-amzn-RequestId", requestId) };
        if (!result.Headers.Any(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))) headers.Add(new("Content-Type", "application/json"));
        headers.AddRange(result.Headers);
        return new(status, headers, result.Write is { } write ? Json(write) : result.Body);
    }

    private ServiceResponse Refuse(int status, string code, string message, string requestId, string? reason = null) =>
        new(
            status,
            [new("x-amzn-RequestId", requestId), new("x-amzn-ErrorType", code), new("Content-Type", "application/json")],
            Json(writer =>
            {
                writer.WriteStartObject();
                if (reason is not null) writer.WriteString("Reason", reason);
                foreach (var (name, value) in _options.ErrorMembers) writer.WriteString(name, value);
                writer.WriteString(UpperCaseMessage.Contains(code) || _options.UpperCaseMessage.Contains(code) ? "Message" : "message", message);
                writer.WriteEndObject();
            }));

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
