namespace Portico.Json.Schema;

/// <summary>
/// Counts the steps of one validation. Schemas are written by API owners, and nested combinations (<c>allOf</c> of <c>allOf</c> …) can ask
/// for exponential work; the budget turns that into "not valid".
/// </summary>
internal struct EvaluationBudget
{
    private const int Limit = 20_000_000;

    private int _used;

    public readonly bool IsSpent => _used >= Limit;

    /// <returns>False when nothing is left: the caller answers "not valid" without looking further.</returns>
    public bool Spend(int steps = 1)
    {
        if (_used >= Limit - steps)
        {
            _used = Limit;
            return false;
        }

        _used += steps;
        return true;
    }

    public void Exhaust() => _used = Limit;
}
