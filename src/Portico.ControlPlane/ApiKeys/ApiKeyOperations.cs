using System.Collections.Immutable;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Usage;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage;

namespace Portico.ControlPlane.ApiKeys;

/// <summary>Keys made and changed one by one; those that come in a file are <see cref="ApiKeyImportOperations"/>.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html"/>
internal sealed class ApiKeyOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateApiKey", CreateAsync, (writer, key) => ApiKeyWriter.Write(writer, key, withValue: true, emptyTags: false))
        .Add("GetApiKeys", ListAsync, (writer, result) => result.Page.Write(writer, (each, key) => ApiKeyWriter.Write(each, key, result.WithValues, emptyTags: false)))
        .Add("GetApiKey", GetAsync, (writer, result) => ApiKeyWriter.Write(writer, result.Key, result.WithValue, emptyTags: true))
        .Add("UpdateApiKey", UpdateAsync, (writer, key) => ApiKeyWriter.Write(writer, key, withValue: false, emptyTags: true))
        .Add("DeleteApiKey", DeleteAsync);

    /// <summary>The key with that value, or null.</summary>
    internal static ApiKey? FindByValue(AccountEntry entry, string value) => entry.ApiKeys.Values.FirstOrDefault(key => key.Value == value);

    private async ValueTask<ApiKey> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var now = services.Time.GetUtcNow();
        var key = ApiKeyRules.Checked(new()
        {
            Id = services.Identifiers.Next(10),
            Value = input.TextOrNull("value") ?? services.NewApiKeyValue(),
            Name = input.TextOrNull("name"),
            Description = input.TextOrNull("description"),
            CustomerId = input.TextOrNull("customerId"),
            Enabled = input.Flag("enabled") ?? false,
            CreatedDate = now,
            LastUpdatedDate = now,
            StageKeys = await StageKeysAsync(input, cancellationToken),
            Tags = TagRules.Checked(input.MapOrEmpty("tags")),
        });
        return await account.ChangeAsync(
            entry => FindByValue(entry, key.Value) is null
                ? (entry with { ApiKeys = entry.ApiKeys.Add(key.Id, key) }, key)
                : throw ServiceException.Conflict("API Key already exists"),
            cancellationToken);
    }

    private async ValueTask<ImmutableArray<string>> StageKeysAsync(InputStructure input, CancellationToken cancellationToken)
    {
        var asked = (input.Structures("stageKeys") ?? []).Select(each => (Api: each.Text("restApiId") ?? "", Stage: each.Text("stageName") ?? "")).ToList();
        var stages = await account.StagesAsync(asked.Select(each => each.Api), cancellationToken);
        foreach (var (api, stage) in asked)
        {
            if (!stages.TryGetValue(api, out var names)) throw ServiceException.BadRequest("Invalid REST API identifier specified");
            if (!names.Contains(stage)) throw ServiceException.BadRequest("Invalid API Stage specified");
        }

        return [.. asked.Select(each => $"{each.Api}/{each.Stage}").Distinct(StringComparer.Ordinal)];
    }

    private ValueTask<(Page<ApiKey> Page, bool WithValues)> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        IEnumerable<ApiKey> keys = account.Present.ApiKeys.Values;
        if (input.TextOrNull("nameQuery") is { } name) keys = keys.Where(key => key.Name?.StartsWith(name, StringComparison.Ordinal) == true);
        if (input.TextOrNull("customerId") is { } customer) keys = keys.Where(key => key.CustomerId == customer);
        return ValueTask.FromResult((Page.Of(input, keys, key => Page.NewestFirst(key.CreatedDate, key.Id)), input.Flag("includeValues") == true));
    }

    private ValueTask<(ApiKey Key, bool WithValue)> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult((KeyOf(call, account.Present), call.Input.Flag("includeValue") == true));

    private async ValueTask<ApiKey> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var operations = call.Input.PatchOperations().ToList();
        var now = services.Time.GetUtcNow();
        var named = operations.Where(each => each.Path == "/stages").Select(each => each.Value?.Split('/')).OfType<string[]>().Where(parts => parts.Length == 2).ToList();
        var stages = await account.StagesAsync(named.Select(parts => parts[0]), cancellationToken);
        return await account.ChangeAsync(
            entry =>
            {
                var key = ApiKeyPatches.Apply(KeyOf(call, entry), operations, stage => stage.Split('/') is [var api, var name] && stages.GetValueOrDefault(api)?.Contains(name) == true);
                key = key with { LastUpdatedDate = now };
                return (entry with { ApiKeys = entry.ApiKeys.SetItem(key.Id, key) }, key);
            },
            cancellationToken);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var plans = await account.ChangeAsync(
            entry =>
            {
                var id = KeyOf(call, entry).Id;
                var memberships = entry.UsagePlanKeys.Values.Where(each => each.KeyId == id).ToList();
                return (entry with { ApiKeys = entry.ApiKeys.Remove(id), UsagePlanKeys = entry.UsagePlanKeys.RemoveRange(memberships.Select(each => each.Id)) }, memberships);
            },
            cancellationToken);
        foreach (var membership in plans) await services.Usage.ForgetAsync(membership.UsagePlanId, membership.KeyId, cancellationToken);
    }

    private static ApiKey KeyOf(OperationCall call, AccountEntry entry) => entry.ApiKeys.GetValueOrDefault(call.Input.Required("apiKey")) ?? throw Missing.ApiKey();
}
