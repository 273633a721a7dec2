namespace Portico.Definitions.Text;

/// <summary>What a piece of a document is, by the rules of JSON and of YAML 1.2's core schema.</summary>
public enum SourceKind
{
    Mapping,
    Sequence,
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent.</summary>
    Number,
    Boolean,
    Null,
}
