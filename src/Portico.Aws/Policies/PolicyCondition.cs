using System.Collections.Immutable;

namespace Portico.Aws.Policies;

/// <summary>One operator with one key: a line of a statement's <c>Condition</c>. All lines must hold.</summary>
internal sealed record PolicyCondition(ConditionOperator Operator, ConditionQuantifier Quantifier, bool IfExists, string Key, ImmutableArray<PolicyPattern> Values)
{
    internal bool Holds(IConditionKeys keys)
    {
        var found = keys.Find(Key);
        if (Operator.Name == "Null") return Values.Any(value => bool.TryParse(value.Resolve(keys), out var isAbsent) && isAbsent == (found.Count == 0));
        if (found.Count == 0) return IfExists || Quantifier == ConditionQuantifier.ForAllValues || (Operator.Negated && Quantifier == ConditionQuantifier.None);

        // Without a quantifier, a key of several values is met by any of them, and a negated operator by none.
        var all = Quantifier == ConditionQuantifier.ForAllValues || (Quantifier == ConditionQuantifier.None && Operator.Negated);
        for (var index = 0; index < found.Count; index++)
        {
            var holds = MatchesAny(found[index], keys) != Operator.Negated;
            if (holds != all) return holds;
        }

        return all;
    }

    private bool MatchesAny(string value, IConditionKeys keys)
    {
        foreach (var pattern in Values)
        {
            if (Operator.Matches(pattern, value, keys)) return true;
        }

        return false;
    }
}

/// <summary>The prefix of an operator for keys with several values.</summary>
internal enum ConditionQuantifier
{
    None,
    ForAnyValue,
    ForAllValues,
}
