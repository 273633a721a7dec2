namespace Portico.Aws.Policies;

/// <summary>None, one or several values of a condition key.</summary>
public readonly struct ConditionValues : IEquatable<ConditionValues>
{
    private readonly string? _one;
    private readonly string[]? _several;

    public ConditionValues(string? value) => _one = value;

    public ConditionValues(params string[] values) => _several = values;

    public static ConditionValues None => default;

    public int Count => _several?.Length ?? (_one is null ? 0 : 1);

    public string this[int index] => _several is null ? _one! : _several[index];

    public static implicit operator ConditionValues(string? value) => new(value);

    public static ConditionValues FromString(string? value) => new(value);

    public static bool operator ==(ConditionValues left, ConditionValues right) => left.Equals(right);

    public static bool operator !=(ConditionValues left, ConditionValues right) => !left.Equals(right);

    public bool Equals(ConditionValues other) => _one == other._one && ReferenceEquals(_several, other._several);

    public override bool Equals(object? obj) => obj is ConditionValues other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_one, _several);
}
