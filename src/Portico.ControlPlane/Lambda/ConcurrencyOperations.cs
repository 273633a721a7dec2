using System.Text.Json;
using Portico.ControlPlane.Operations;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>How many calls of a function may run at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html"/>
internal sealed class ConcurrencyOperations(FunctionAccess access)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutFunctionConcurrency", PutAsync, Write)
        .Add("GetFunctionConcurrency", (call, _) => ValueTask.FromResult(access.Find(call).Function.ReservedConcurrentExecutions), Write)
        .Add("DeleteFunctionConcurrency", DeleteAsync);

    private async ValueTask<int?> PutAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, _) =>
        {
            var reserved = call.Input.Integer("ReservedConcurrentExecutions");
            return new FunctionChange<int?>(function with { ReservedConcurrentExecutions = reserved }, reserved);
        },
        cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await access.ChangeAsync(call, (function, _) => new FunctionChange<bool>(function with { ReservedConcurrentExecutions = null }, true), cancellationToken);

    private static void Write(Utf8JsonWriter writer, int? reserved)
    {
        writer.WriteStartObject();
        if (reserved is { } number) writer.WriteNumber("ReservedConcurrentExecutions", number);
        writer.WriteEndObject();
    }
}
