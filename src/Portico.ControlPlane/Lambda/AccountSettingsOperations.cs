using System.Text.Json;
using Portico.ControlPlane.Operations;

namespace Portico.ControlPlane.Lambda;

/// <summary>AWS's quotas, and what is used.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html"/>
internal sealed class AccountSettingsOperations(LambdaServices services)
{
    private const int ConcurrentExecutions = 1000;

    public void AddTo(OperationHandlers handlers) => handlers.Add("GetAccountSettings", (call, _) => ValueTask.FromResult(call), (writer, _) => Write(writer));

    private void Write(Utf8JsonWriter writer)
    {
        var functions = services.Functions.All;
        writer.WriteStartObject();
        writer.WriteStartObject("AccountLimit");
        writer.WriteNumber("TotalCodeSize", 80_530_636_800);
        writer.WriteNumber("CodeSizeUnzipped", 262_144_000);
        writer.WriteNumber("CodeSizeZipped", 52_428_800);
        writer.WriteNumber("ConcurrentExecutions", ConcurrentExecutions);
        writer.WriteNumber("UnreservedConcurrentExecutions", Math.Max(0, ConcurrentExecutions - functions.Sum(function => function.ReservedConcurrentExecutions ?? 0)));
        writer.WriteEndObject();
        writer.WriteStartObject("AccountUsage");
        writer.WriteNumber("TotalCodeSize", functions.Sum(function => function.Versions.Append(function.Latest).Sum(version => version.Code.Size)));
        writer.WriteNumber("FunctionCount", functions.Length);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
