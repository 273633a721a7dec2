using System.Text.Json;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Accounts;
using Portico.Model.Patching;
using Portico.Protocol;

namespace Portico.ControlPlane.Accounts;

/// <summary>What holds for the account.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Account.html"/>
internal sealed class AccountOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("GetAccount", GetAsync, Write)
        .Add("UpdateAccount", UpdateAsync, Write);

    private ValueTask<AccountSettings> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(account.Present.Settings);

    private ValueTask<AccountSettings> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        account.ChangeAsync(
            entry =>
            {
                var settings = AccountPatches.Apply(entry.Settings, call.Input.PatchOperations());
                return (settings == entry.Settings ? entry : entry with { Settings = settings }, settings);
            },
            cancellationToken);

    private void Write(Utf8JsonWriter writer, AccountSettings settings)
    {
        writer.WriteStartObject();
        writer.WriteOptional("cloudwatchRoleArn", settings.CloudwatchRoleArn);
        writer.WriteStartObject("throttleSettings");
        writer.WriteNumber("burstLimit", services.AccountThrottle.Burst);
        writer.WriteNumber("rateLimit", services.AccountThrottle.Rate);
        writer.WriteEndObject();
        writer.WriteTexts("features", [AccountSettings.UsagePlansFeature]);
        writer.WriteString("apiKeyVersion", AccountSettings.ApiKeyVersion);
        writer.WriteEndObject();
    }
}
