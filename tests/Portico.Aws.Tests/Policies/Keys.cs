using Portico.Aws.Policies;

namespace Portico.Aws.Tests.Policies;

/// <summary>Condition keys out of a text such as <c>aws:SourceIp=10.0.0.1;aws:TagKeys=a|b</c>.</summary>
internal sealed class Keys : IConditionKeys
{
    private readonly Dictionary<string, string[]> _values;

    internal Keys(string text) => _values = text.Split(';', StringSplitOptions.RemoveEmptyEntries).ToDictionary(
        pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)].ToLowerInvariant(), pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Split('|'));

    public ConditionValues Find(string key) => _values.TryGetValue(key, out var values) ? new ConditionValues(values) : default;
}
