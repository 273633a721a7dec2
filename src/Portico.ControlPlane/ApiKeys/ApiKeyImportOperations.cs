using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.UsagePlans;
using Portico.ControlPlane.Wire;
using Portico.Model.Usage;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.ApiKeys;

/// <summary>Keys that come in a file. A key whose value is there already is written over.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_ImportApiKeys.html"/>
internal sealed class ApiKeyImportOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers.Add("ImportApiKeys", ImportAsync, Write);

    private async ValueTask<(ImmutableArray<string> Ids, ImmutableArray<string> Warnings)> ImportAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Input.Required("format") is not "csv" and var format) throw ServiceException.BadRequest($"Invalid API Keys format specified: {format}");
        var rows = ApiKeyFile.Read(call.Input.Bytes("body"));
        var fresh = rows.Select(_ => services.Identifiers.Next(10)).ToList();
        var now = services.Time.GetUtcNow();
        var failOnWarnings = call.Input.Flag("failOnWarnings") == true;
        return await account.ChangeAsync(
            entry =>
            {
                var warnings = ImmutableArray.CreateBuilder<string>();
                var ids = ImmutableArray.CreateBuilder<string>();
                var byValue = entry.ApiKeys.Values.ToDictionary(key => key.Value, StringComparer.Ordinal);
                foreach (var (row, id) in rows.Zip(fresh))
                {
                    if (TryMake(row, byValue.GetValueOrDefault(row.Key), id, now, warnings) is not { } key) continue;
                    byValue[key.Value] = key;
                    entry = entry with { ApiKeys = entry.ApiKeys.SetItem(key.Id, key) };
                    foreach (var planId in row.UsagePlanIds) entry = WithPlan(entry, row, key, planId, warnings);
                    if (!ids.Contains(key.Id)) ids.Add(key.Id);
                }

                if (failOnWarnings && warnings.Count > 0) throw ServiceException.BadRequest($"Warnings found during import:\n\t{string.Join("\n\t", warnings)}");
                return (entry, (ids.ToImmutable(), warnings.ToImmutable()));
            },
            cancellationToken);
    }

    private static ApiKey? TryMake(ApiKeyFile.Row row, ApiKey? present, string id, DateTimeOffset now, ImmutableArray<string>.Builder warnings)
    {
        try
        {
            if (row.Name.Length == 0) throw ServiceException.BadRequest("API Key name cannot be empty");
            return ApiKeyRules.Checked((present ?? new() { Id = id, Value = row.Key, CreatedDate = now, LastUpdatedDate = now }) with
            {
                Name = row.Name,
                Description = row.Description,
                Enabled = row.Enabled,
                LastUpdatedDate = now,
            });
        }
        catch (ServiceException refusal)
        {
            // The value is a secret and is not repeated.
            warnings.Add($"Unable to import the API key of line {row.Line}: {refusal.Message}");
            return null;
        }
    }

    private static AccountEntry WithPlan(AccountEntry entry, ApiKeyFile.Row row, ApiKey key, string planId, ImmutableArray<string>.Builder warnings)
    {
        var membership = new UsagePlanKey(planId, key.Id);
        if (entry.UsagePlanKeys.ContainsKey(membership.Id)) return entry;
        try
        {
            if (!entry.UsagePlans.TryGetValue(planId, out var plan)) throw Missing.UsagePlan();
            UsagePlanMembership.Check(entry, plan, key.Id);
            return entry with { UsagePlanKeys = entry.UsagePlanKeys.Add(membership.Id, membership) };
        }
        catch (ServiceException refusal)
        {
            warnings.Add($"Unable to add the API key of line {row.Line} to usage plan {planId}: {refusal.Message}");
            return entry;
        }
    }

    private static void Write(Utf8JsonWriter writer, (ImmutableArray<string> Ids, ImmutableArray<string> Warnings) imported)
    {
        writer.WriteStartObject();
        writer.WriteTexts("ids", imported.Ids);
        writer.WriteTexts("warnings", imported.Warnings);
        writer.WriteEndObject();
    }
}
