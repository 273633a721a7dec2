namespace Portico.Vtl.Values;

/// <summary>The forms of a <see cref="VtlValue"/>.</summary>
public enum VtlKind : byte
{
    Null,
    Boolean,
    Integer,
    Long,
    Double,
    BigInteger,
    BigDecimal,
    Character,
    String,

    /// <summary>A value of a JSON document, used in place.</summary>
    Json,

    List,
    Map,
    Object,

    /// <summary>No value: a call that failed. Never stored anywhere.</summary>
    Failure,
}
