using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portico.Aws;
using Portico.Protocol.Binding;
using Portico.Protocol.Messages;
using Portico.Protocol.Operations;

namespace Portico.Protocol;

/// <summary>
/// An AWS service that speaks awsJson1.1: the operation stands in <c>X-Amz-Target</c>, everything else in the body. Shares tables,
/// binding and handlers with <see cref="RestJsonService"/>. Safe for use on any thread.
/// </summary>
/// <seealso href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html"/>
public sealed class JsonRpcService
{
    /// <summary>The header that names service and operation.</summary>
    public const string TargetHeader = "X-Amz-Target";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, OperationHandler> _handlers;
    private readonly RestJsonServiceOptions _options;

    /// <param name="table">With a target prefix.</param>
    /// <param name="handlers">By operation name; an operation of the table without one answers 501.</param>
    /// <param name="options">The place it runs in.</param>
    public JsonRpcService(OperationTable table, IReadOnlyDictionary<string, OperationHandler> handlers, RestJsonServiceOptions options)
    {
        if (handlers.Keys.FirstOrDefault(name => !table.Operations.ContainsKey(name)) is { } unknown) throw new ArgumentException($"{unknown} is no operation of {table.Service}", nameof(handlers));
        if (table.TargetPrefix is null) throw new ArgumentException($"{table.Service} is called by paths, not by targets", nameof(table));
        Table = table;
        _handlers = new(handlers, StringComparer.Ordinal);
        _options = options;
    }

    public OperationTable Table { get; }

    /// <summary>Whether an operation has a handler.</summary>
    public bool Offers(string operation) => _handlers.ContainsKey(operation);

    /// <summary>Answers one request. Never throws but for cancellation.</summary>
    public async ValueTask<ServiceResponse> InvokeAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        var requestId = _options.NewRequestId();
        var name = "";
        try
        {
            var target = request.Headers.GetValueOrDefault(TargetHeader) ?? "";
            if (!target.StartsWith(Table.TargetPrefix + ".", StringComparison.Ordinal) || !Table.Operations.TryGetValue(target[(Table.TargetPrefix!.Length + 1)..], out var operation))
            {
                throw new ServiceException(400, "UnknownOperationException", $"'{target}' is no operation of {Table.Service}");
            }

            name = operation.Name;
            if (request.Body.Length > _options.MaxBodyBytes) throw new ServiceException(413, "RequestEntityTooLargeException", $"Request size exceeded {_options.MaxBodyBytes} bytes");
            if (!_handlers.TryGetValue(name, out var handler))
            {
                request.Authorization?.CheckOperation(operation, []);
                throw new ServiceException(501, "UnsupportedOperation", $"The operation {name} of {Table.Service} is not available in this version of Portico");
            }

            var input = InputBinder.Bind(Table, operation, [], QueryParameters.Parse(""), request);
            var region = request.Region ?? (request.Headers.TryGetValue("Authorization", out var authorization) ? CredentialScope.TryParse(authorization)?.Region : null) ?? _options.DefaultRegion;
            var result = await handler(new OperationCall(operation, input, region, request.AccountId ?? _options.AccountId, requestId) { Authorization = request.Authorization }, cancellationToken);
            return Answer(result.Status ?? 200, requestId, result.Write);
        }
        catch (ServiceException refusal)
        {
            return Refuse(refusal, requestId);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _options.OnUnexpected?.Invoke(name, requestId, e);
            return Refuse(new ServiceException(500, "InternalFailure", $"The request {requestId} failed inside Portico; its log says why"), requestId);
        }
    }

    /// <summary>A refusal in the form of this protocol.</summary>
    public ServiceResponse Refuse(ServiceException refusal) => Refuse(refusal, _options.NewRequestId());

    private static ServiceResponse Refuse(ServiceException refusal, string requestId) => Answer(
        refusal.StatusCode,
        requestId,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("__type", refusal.Code);
            writer.WriteString(refusal.Code == "AccessDeniedException" ? "Message" : "message", refusal.Message);
            writer.WriteEndObject();
        });

    private static ServiceResponse Answer(int status, string requestId, Action<Utf8JsonWriter>? write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        if (write is not null)
        {
            using var writer = new Utf8JsonWriter(buffer, WriterOptions);
            write(writer);
            writer.Flush();
        }

        return new(status, [new("x-amzn-RequestId", requestId), new("Content-Type", "application/x-amz-json-1.1")], buffer.WrittenMemory);
    }
}
