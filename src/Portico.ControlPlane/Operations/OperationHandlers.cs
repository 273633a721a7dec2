using System.Text.Json;
using Portico.Protocol;

namespace Portico.ControlPlane.Operations;

/// <summary>Gathers what the families of resources offer, by operation name.</summary>
internal sealed class OperationHandlers
{
    public Dictionary<string, OperationHandler> ByName { get; } = new(StringComparer.Ordinal);

    public OperationHandlers Add(string operation, OperationHandler handler)
    {
        ByName.Add(operation, handler);
        return this;
    }

    /// <summary>Adds an operation that answers a thing, and how that thing is written.</summary>
    public OperationHandlers Add<T>(string operation, Func<OperationCall, CancellationToken, ValueTask<T>> handle, Action<Utf8JsonWriter, T> write) =>
        Add(operation, async (call, cancellationToken) =>
        {
            var result = await handle(call, cancellationToken);
            return OperationResult.Json(writer => write(writer, result));
        });

    /// <summary>Adds an operation that answers nothing.</summary>
    public OperationHandlers Add(string operation, Func<OperationCall, CancellationToken, ValueTask> handle) =>
        Add(operation, async (call, cancellationToken) =>
        {
            await handle(call, cancellationToken);
            return OperationResult.Nothing;
        });
}
