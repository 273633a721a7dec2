namespace Portico.Vtl.Values;

/// <summary>What a <see cref="VtlList"/> is in Java, which shows in its text form and in what may be done with it.</summary>
public enum VtlListKind
{
    /// <summary><c>[1, 2]</c></summary>
    List,

    /// <summary>An array of a JSON document or the matches of a JSONPath: prints as JSON, <c>["a","b"]</c>.</summary>
    Json,

    /// <summary>A Java array (what <c>split</c> gives): its length does not change.</summary>
    Array,

    /// <summary>The keys, values or entries of a map, always as the map is now; to be changed only through the map.</summary>
    View,
}
