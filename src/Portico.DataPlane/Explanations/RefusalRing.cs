using System.Collections.Immutable;

namespace Portico.DataPlane.Explanations;

/// <summary>The last requests that were refused. Bounded; a new one takes the place of the oldest. Safe for use on any thread; writers never wait.</summary>
public sealed class RefusalRing
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 1_000;

    private readonly Refusal?[] _refusals = new Refusal?[Capacity];
    private long _count;

    public void Add(Refusal refusal) => Volatile.Write(ref _refusals[(int)((Interlocked.Increment(ref _count) - 1) % Capacity)], refusal);

    /// <summary>A request by its id; the latest where a client gave several the same.</summary>
    public Refusal? Find(string requestId)
    {
        foreach (var refusal in Latest(Capacity))
        {
            if (string.Equals(refusal.RequestId, requestId, StringComparison.Ordinal)) return refusal;
        }

        return null;
    }

    /// <summary>The latest first.</summary>
    public ImmutableArray<Refusal> Latest(int most)
    {
        var latest = ImmutableArray.CreateBuilder<Refusal>();
        var count = Interlocked.Read(ref _count);
        for (var index = count - 1; index >= 0 && index >= count - Capacity && latest.Count < most; index--)
        {
            if (Volatile.Read(ref _refusals[(int)(index % Capacity)]) is { } refusal) latest.Add(refusal);
        }

        return latest.ToImmutable();
    }
}
