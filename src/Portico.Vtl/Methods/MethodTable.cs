using System.Collections.Frozen;
using Portico.Vtl.Values;

namespace Portico.Vtl.Methods;

/// <summary>The methods of one kind of values, by name.</summary>
internal sealed class MethodTable<T>
{
    private readonly FrozenDictionary<string, MethodRow<T>[]> _byName;

    public MethodTable(IReadOnlyList<MethodRow<T>> rows)
    {
        Rows = rows;
        _byName = rows.GroupBy(row => row.Name).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<MethodRow<T>> Rows { get; }

    /// <summary>All overloads; settled when a template is parsed.</summary>
    public MethodRow<T>[] Find(string name) => _byName.GetValueOrDefault(name, []);

    /// <summary>The overload for these arguments, or null when there is none.</summary>
    public static MethodRow<T>? Select(MethodRow<T>[] overloads, ReadOnlySpan<VtlValue> arguments)
    {
        foreach (var row in overloads)
        {
            if (row.Accepts(arguments))
                return row;
        }

        return null;
    }
}
