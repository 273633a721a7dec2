using System.Globalization;
using BenchmarkDotNet.Attributes;
using Portico.Compiler.Traffic;
using Portico.DataPlane.Traffic;
using Portico.Model.Usage;
using Portico.State.InProcess;
using Portico.State.Traffic;

namespace Portico.Benchmarks;

/// <summary>What finding a key, its plan's throttle and its quota costs a request, and whether it grows with the number of keys. Held against reading the clock once.</summary>
[MemoryDiagnoser]
public class UsagePlanBenchmarks
{
    private const string ApiStage = "abcdefghij/prod";
    private const int Plans = 1000;

    private static readonly long Now = DateTimeOffset.UnixEpoch.UtcTicks;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly TimeProvider _time = TimeProvider.System;
    private ApiKeyTable _table = ApiKeyTable.Empty;
    private string[] _asked = [];
    private int _next;

    [Params(10, 100_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var counters = new InProcessTrafficCounters(TimeProvider.System, new UnlimitedLedger());
        var plans = Enumerable.Range(0, Math.Min(Plans, Keys)).Select(number => UsagePlanCompiler.Compile(
            new UsagePlan
            {
                Id = $"plan{number}",
                Name = "p",
                ApiStages = [new ApiStage { ApiId = "abcdefghij", Stage = "prod" }],
                Throttle = new ThrottleSettings(1_000_000, 1e9),
                Quota = new QuotaSettings(int.MaxValue, 0, "DAY"),
            },
            null,
            TimeProvider.System)).ToArray();
        _table = ApiKeyTable.Of([.. Enumerable.Range(0, Keys).Select(number => new ApiKeyMember(Value(number), plans[number % plans.Length], counters.NewCaller(plans[number % plans.Length].Id, $"key{number}")))]);

        // As a client sends them: other strings than those of the table. Some callers of many, so that what is measured is not the memory of all.
        _asked = [.. Enumerable.Range(0, Math.Min(Keys, 64)).Select(number => Value(number * (Keys / Math.Min(Keys, 64))))];
        foreach (var _ in _asked) Granted();
    }

    [Benchmark(Baseline = true)]
    public long Clock() => _time.GetTimestamp();

    [Benchmark]
    public bool Granted()
    {
        var value = _asked[_next = (_next + 1) % _asked.Length];
        if (!_table.TryFind(value, ApiStage, out var stage, out var counter)) return false;
        var admission = counter.AdmitAsync(stage.Limits, _time.GetTimestamp(), Now);
        return admission.IsCompletedSuccessfully && admission.Result == Admission.Granted;
    }

    [Benchmark]
    public bool Unknown() => _table.TryFind("a-key-that-nobody-ever-made-and-nobody-will", ApiStage, out _, out _);

    private static string Value(int number) => $"0123456789abcdef0123456789abcdef{number.ToString("00000000", Invariant)}";

    private sealed class UnlimitedLedger : IQuotaLedger
    {
        public ValueTask<int> ReserveAsync(string usagePlanId, string apiKeyId, DateOnly day, int wanted, CancellationToken cancellationToken) => new(wanted);

        public ValueTask AddAsync(string usagePlanId, string apiKeyId, DateOnly day, long requests, CancellationToken cancellationToken) => default;
    }
}
