using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
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
            await foreach (var document in DocumentsAsync(Prefix(usagePlanId, month), keyId, cancellationToken))
            {
                var usage = StoredJson.Read(document, CatalogJson.MonthlyUsage);
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

    private async IAsyncEnumerable<Document> DocumentsAsync(string prefix, string? keyId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (keyId is not null)
        {
            if (await store.ReadAsync(prefix + DocumentKey.Escape(keyId), cancellationToken) is { } one) yield return one;
            yield break;
        }

        await foreach (var document in store.ScanAsync(prefix, cancellationToken)) yield return document;
    }

    public async ValueTask RecordAsync(string usagePlanId, string keyId, DateOnly day, DailyUsage more, CancellationToken cancellationToken) =>
        await ChangeAsync(usagePlanId, keyId, day, day, day, _ => more, cancellationToken);

    public async ValueTask<long> ReserveAsync(string usagePlanId, string keyId, QuotaSettings quota, DateOnly day, long wanted, CancellationToken cancellationToken)
    {
        // The whole period: a request that is late, or a clock that went back, must not find what later days have used.
        var (first, last) = (QuotaPeriods.Start(quota, day), QuotaPeriods.End(quota, day));
        var taken = await ChangeAsync(
            usagePlanId, keyId, first, last, day, days => new DailyUsage(Math.Min(wanted, QuotaPeriods.Remaining(quota, days, last)), 0), cancellationToken);
        return taken.Used;
    }

    /// <summary>Adds to a day what the days around it call for; nothing is written when that is nothing.</summary>
    private async ValueTask<DailyUsage> ChangeAsync(
        string usagePlanId, string keyId, DateOnly first, DateOnly last, DateOnly day, Func<IReadOnlyDictionary<DateOnly, DailyUsage>, DailyUsage> change, CancellationToken cancellationToken)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            // A period touches two months at most.
            var days = new Dictionary<DateOnly, DailyUsage>();
            var expectations = ImmutableArray.CreateBuilder<DocumentExpectation>();
            var (usage, changed) = (new MonthlyUsage { KeyId = keyId }, "");
            for (var month = new DateOnly(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
            {
                var key = Prefix(usagePlanId, month) + DocumentKey.Escape(keyId);
                var document = await store.ReadAsync(key, cancellationToken);
                var monthly = document is null ? new MonthlyUsage { KeyId = keyId } : StoredJson.Read(document, CatalogJson.MonthlyUsage);
                expectations.Add(new(key, document?.Revision));
                if (month.Month == day.Month) (usage, changed) = (monthly, key);
                foreach (var (text, each) in monthly.Days) days[DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)] = each;
            }

            var more = change(days);
            if (more == default) return more;
            var next = usage with { Days = usage.Days.SetItem(date, usage.Days.GetValueOrDefault(date) + more) };
            var result = await store.CommitAsync(
                new DocumentCommit
                {
                    Writes = [new(changed, JsonSerializer.SerializeToUtf8Bytes(next, CatalogJson.MonthlyUsage))],
                    Expectations = expectations.DrainToImmutable(),
                },
                cancellationToken);
            if (result.Committed) return more;
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
