using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>What happens to asynchronous calls.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html"/>
internal sealed class EventInvokeConfigOperations(LambdaServices services, FunctionAccess access)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("PutFunctionEventInvokeConfig", (call, cancellationToken) => SetAsync(call, keepsOthers: false, cancellationToken), Write)
        .Add("UpdateFunctionEventInvokeConfig", (call, cancellationToken) => SetAsync(call, keepsOthers: true, cancellationToken), Write)
        .Add("GetFunctionEventInvokeConfig", (call, _) => ValueTask.FromResult(Find(call)), Write)
        .Add("DeleteFunctionEventInvokeConfig", DeleteAsync)
        .Add("ListFunctionEventInvokeConfigs", (call, _) => ValueTask.FromResult((call, access.Find(call).Function)), WriteList);

    private async ValueTask<Shown> SetAsync(OperationCall call, bool keepsOthers, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, qualifier) =>
        {
            var destinations = call.Input.Structure("DestinationConfig");
            if (destinations?.Structure("OnSuccess")?.TextOrNull("Destination") is not null || destinations?.Structure("OnFailure")?.TextOrNull("Destination") is not null)
            {
                throw LambdaErrors.NotHere("DestinationConfig: destinations of asynchronous calls are");
            }

            var key = qualifier ?? LambdaFunction.LatestVersion;
            var present = keepsOthers ? function.EventInvokeConfigs.GetValueOrDefault(key) ?? throw Missing(function, qualifier) : null;
            var config = new EventInvokeConfig
            {
                MaximumRetryAttempts = call.Input.Integer("MaximumRetryAttempts") ?? present?.MaximumRetryAttempts,
                MaximumEventAgeInSeconds = call.Input.Integer("MaximumEventAgeInSeconds") ?? present?.MaximumEventAgeInSeconds,
                LastModified = services.Time.GetUtcNow(),
            };
            return new FunctionChange<Shown>(function with { EventInvokeConfigs = function.EventInvokeConfigs.SetItem(key, config) }, new(function.QualifiedArn(key), config));
        },
        cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) => await access.ChangeAsync(
        call,
        (function, qualifier) =>
        {
            var key = qualifier ?? LambdaFunction.LatestVersion;
            if (!function.EventInvokeConfigs.ContainsKey(key)) throw Missing(function, qualifier);
            return new FunctionChange<bool>(function with { EventInvokeConfigs = function.EventInvokeConfigs.Remove(key) }, true);
        },
        cancellationToken);

    private Shown Find(OperationCall call)
    {
        var (function, qualifier) = access.Find(call);
        var key = qualifier ?? LambdaFunction.LatestVersion;
        return new(function.QualifiedArn(key), function.EventInvokeConfigs.GetValueOrDefault(key) ?? throw Missing(function, qualifier));
    }

    private static ServiceException Missing(LambdaFunction function, string? qualifier) =>
        LambdaErrors.NotFound($"The function {function.QualifiedArn(qualifier ?? LambdaFunction.LatestVersion)} doesn't have an EventInvokeConfig");

    private static void Write(Utf8JsonWriter writer, Shown shown)
    {
        writer.WriteStartObject();
        writer.WriteDate("LastModified", shown.Config.LastModified);
        writer.WriteString("FunctionArn", shown.Arn);
        if (shown.Config.MaximumRetryAttempts is { } attempts) writer.WriteNumber("MaximumRetryAttempts", attempts);
        if (shown.Config.MaximumEventAgeInSeconds is { } age) writer.WriteNumber("MaximumEventAgeInSeconds", age);
        writer.WriteStartObject("DestinationConfig");
        writer.WriteStartObject("OnSuccess");
        writer.WriteEndObject();
        writer.WriteStartObject("OnFailure");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, (OperationCall Call, LambdaFunction Function) asked) => MarkedPage.Write(
        writer, asked.Call.Input, "FunctionEventInvokeConfigs", asked.Function.EventInvokeConfigs, pair => pair.Key,
        pair => Write(writer, new(asked.Function.QualifiedArn(pair.Key), pair.Value)));

    private sealed record Shown(string Arn, EventInvokeConfig Config);
}
