using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Portico.Protocol.Operations;

/// <summary>What a value of a service model is.</summary>
public enum ShapeKind
{
    Structure,
    List,
    Map,
    Text,
    Boolean,
    Integer,
    Long,
    Double,
    Timestamp,
    Blob,
}

/// <summary>Where a member of an input or output travels.</summary>
public enum MemberPlace
{
    Body,
    Uri,
    QueryString,

    /// <summary>Each entry of the map is a query parameter of its own, unless it has another meaning.</summary>
    QueryMap,
    Header,
    HeaderMap,
    StatusCode,
}

/// <summary>A type of a service model: facts only.</summary>
public sealed class Shape
{
    private Regex? _pattern;

    public required string Name { get; init; }

    public required ShapeKind Kind { get; init; }

    /// <summary>Of a structure, in the model's order.</summary>
    public ImmutableArray<ShapeMember> Members { get; init; } = [];

    /// <summary>Of a structure: the member that is the whole body, or null.</summary>
    public string? Payload { get; init; }

    /// <summary>Of a list: its elements. Of a map: its values.</summary>
    public string? Element { get; init; }

    /// <summary>In the order in which AWS's errors name them; empty when any text will do.</summary>
    public ImmutableArray<string> Enumeration { get; init; } = [];

    /// <summary>A regular expression that the whole text must match, or null.</summary>
    public string? Pattern { get; init; }

    /// <summary>Of a text or list its length, of a number its value.</summary>
    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    internal bool Matches(string text) => (_pattern ??= new Regex($@"\A(?:{Pattern})\z", RegexOptions.CultureInvariant)).IsMatch(text);
}

/// <summary>A member of a structure.</summary>
/// <param name="Name">The model's name, by which handlers ask for it.</param>
/// <param name="WireName">The name in the body, the path label, the query or the headers.</param>
/// <param name="Shape">The name of its shape.</param>
public sealed record ShapeMember(string Name, string WireName, string Shape, MemberPlace Place, bool Required);
