using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Usage;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.UsagePlans;

/// <summary>Which keys belong to a plan.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlanKey.html"/>
internal sealed class UsagePlanKeyOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateUsagePlanKey", CreateAsync, Write)
        .Add("GetUsagePlanKeys", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetUsagePlanKey", GetAsync, Write)
        .Add("DeleteUsagePlanKey", DeleteAsync);

    private ValueTask<ApiKey> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var type = call.Input.Required("keyType");
        if (type != UsagePlanKey.Type) throw ServiceException.BadRequest($"Invalid key type '{type}' specified. Valid options are {UsagePlanKey.Type}");
        return account.ChangeAsync(
            entry =>
            {
                var plan = UsagePlanOperations.PlanOf(call, entry);
                var key = entry.ApiKeys.GetValueOrDefault(call.Input.Required("keyId")) ?? throw Missing.ApiKey();
                var membership = new UsagePlanKey(plan.Id, key.Id);
                if (entry.UsagePlanKeys.ContainsKey(membership.Id)) throw ServiceException.Conflict($"API Key {key.Id} already exists in Usage Plan {plan.Id}");
                UsagePlanMembership.Check(entry, plan, key.Id);
                return (entry with { UsagePlanKeys = entry.UsagePlanKeys.Add(membership.Id, membership) }, key);
            },
            cancellationToken);
    }

    private ValueTask<Page<ApiKey>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        var keys = UsagePlanMembership.KeysOf(entry, UsagePlanOperations.PlanOf(call, entry).Id).Select(membership => entry.ApiKeys[membership.KeyId]);
        if (call.Input.TextOrNull("nameQuery") is { } name) keys = keys.Where(key => key.Name?.StartsWith(name, StringComparison.Ordinal) == true);
        return ValueTask.FromResult(Page.Of(call.Input, keys, key => Page.NewestFirst(key.CreatedDate, key.Id)));
    }

    private ValueTask<ApiKey> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        return ValueTask.FromResult(entry.ApiKeys[MembershipOf(call, entry).KeyId]);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var membership = await account.ChangeAsync(
            entry =>
            {
                var found = MembershipOf(call, entry);
                return (entry with { UsagePlanKeys = entry.UsagePlanKeys.Remove(found.Id) }, found);
            },
            cancellationToken);
        await services.Usage.ForgetAsync(membership.UsagePlanId, membership.KeyId, cancellationToken);
    }

    private static UsagePlanKey MembershipOf(OperationCall call, AccountEntry entry) =>
        entry.UsagePlanKeys.GetValueOrDefault(UsagePlanKey.IdOf(UsagePlanOperations.PlanOf(call, entry).Id, call.Input.Required("keyId"))) ?? throw Missing.ApiKey();

    private static void Write(Utf8JsonWriter writer, ApiKey key)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.Id);
        writer.WriteString("type", UsagePlanKey.Type);
        writer.WriteString("value", key.Value);
        writer.WriteOptional("name", key.Name);
        writer.WriteEndObject();
    }
}
