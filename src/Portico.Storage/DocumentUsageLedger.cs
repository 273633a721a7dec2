using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Portico.Aws;
using Portico.Model.Usage;
using Portico.Storage.Serialization;

namespace Portico.Storage;

/// <summary>A ledger in the document store: one document for each plan, month and key.</summary>
internal sealed class DocumentUsageLedger(IDocumentStore store) : IUsageLedger
{
    private const int MaxAttempts = 64;

    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, DailyUsage>>> ReadAsync(
        string usagePlanId, string? keyId, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Dictionary<DateOnly, DailyUsage>>(StringComparer.Ordinal);
        for (var month = new DateOnly(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
        {
            await foreach (var document in store.ScanAsync(Prefix(usagePlanId, month), cancellationToken))
            {
                var usage = StoredJson.Read(document, CatalogJson.MonthlyUsage);
                if (keyId is not null && usage.KeyId != keyId) continue;
                if (!found.TryGetValue(usage.KeyId, out var days)) found.Add(usage.KeyId, days = []);
                foreach (var (text, day) in usage.Days)
                {
                    var date = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                    if (date >= first && date <= last) days[date] = day;
                }
            }
        }

        return found.ToDictionary(pair => pair.Key, IReadOnlyDictionary<DateOnly, DailyUsage> (pair) => pair.Value, StringComparer.Ordinal);
    }

    public async ValueTask RecordAsync(string usagePlanId, string keyId, DateOnly day, DailyUsage more, CancellationToken cancellationToken)
    {
        var key = Prefix(usagePlanId, day) + DocumentKey.Escape(keyId);
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var document = await store.ReadAsync(key, cancellationToken);
            var usage = document is null ? new MonthlyUsage { KeyId = keyId } : StoredJson.Read(document, CatalogJson.MonthlyUsage);
            var next = usage with { Days = usage.Days.SetItem(date, usage.Days.GetValueOrDefault(date) + more) };
            var result = await store.CommitAsync(
                new DocumentCommit
                {
                    Writes = [new(key, JsonSerializer.SerializeToUtf8Bytes(next, CatalogJson.MonthlyUsage))],
                    Expectations = [new(key, document?.Revision)],
                },
                cancellationToken);
            if (result.Committed) return;
        }

        throw ServiceException.Conflict("Unable to complete operation due to concurrent modification. Please try again later.");
    }

    public async ValueTask ForgetAsync(string usagePlanId, string? keyId, CancellationToken cancellationToken)
    {
        var deletes = ImmutableArray.CreateBuilder<string>();
        await foreach (var document in store.ScanAsync($"usage/{DocumentKey.Escape(usagePlanId)}/", cancellationToken))
        {
            if (keyId is null || StoredJson.Read(document, CatalogJson.MonthlyUsage).KeyId == keyId) deletes.Add(document.Key);
        }

        if (deletes.Count > 0) await store.CommitAsync(new DocumentCommit { Deletes = deletes.DrainToImmutable() }, cancellationToken);
    }

    private static string Prefix(string usagePlanId, DateOnly month) =>
        string.Create(CultureInfo.InvariantCulture, $"usage/{DocumentKey.Escape(usagePlanId)}/{month:yyyy-MM}/");
}

/// <summary>What happened to one key in one month.</summary>
internal sealed record MonthlyUsage
{
    public required string KeyId { get; init; }

    /// <summary>By date, <c>yyyy-MM-dd</c>.</summary>
    public ImmutableSortedDictionary<string, DailyUsage> Days { get; init; } = ImmutableSortedDictionary.Create<string, DailyUsage>(StringComparer.Ordinal);
}
