namespace Portico.State.InProcess;

/// <summary>
/// What is known in this process of one caller's quota, in one number that is exchanged at once: the day (22 bits), what the amount is
/// (2 bits), the amount (40 bits). Zero is nothing known.
/// </summary>
internal readonly record struct QuotaWord(long Bits)
{
    private const int KindShift = 40;
    private const int DayShift = 42;
    private const long AmountMask = (1L << KindShift) - 1;

    internal QuotaWord(int day, QuotaWordKind kind, long amount) : this(((long)day << DayShift) | ((long)kind << KindShift) | amount)
    {
    }

    /// <summary>As <see cref="DateOnly.DayNumber"/>.</summary>
    internal int Day => (int)(Bits >>> DayShift);

    internal QuotaWordKind Kind => (QuotaWordKind)((Bits >>> KindShift) & 3);

    internal long Amount => Bits & AmountMask;

    internal bool Is(int day, QuotaWordKind kind) => Bits >>> KindShift == (((long)day << 2) | (long)kind);

    /// <summary>By how many requests the ledger says more than was used.</summary>
    internal long AheadOfUse => Kind switch { QuotaWordKind.Reserved => Amount, QuotaWordKind.Counted => -Amount, _ => 0 };
}

internal enum QuotaWordKind
{
    Nothing,

    /// <summary>The amount was taken from the ledger and is not used yet.</summary>
    Reserved,

    /// <summary>The amount was used and does not stand in the ledger yet: there is no quota.</summary>
    Counted,

    /// <summary>Nothing remained when the ledger was last asked; the amount is the second of the day in which that was.</summary>
    UsedUp,
}
