using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Portico.Model.Findings;

namespace Portico.Definitions.Text;

/// <summary>One value of a document together with its place. The tree is complete and does not change once it was read.</summary>
public sealed class SourceNode
{
    private readonly List<SourceNode> _children = [];
    private readonly Dictionary<string, SourceNode>? _members;
    private int _size;

    internal SourceNode(SourceKind kind, string text, SourceNode? parent, string name, (int Line, int Column) at, (int Line, int Column) key)
    {
        Kind = kind;
        Text = text;
        Parent = parent;
        Name = name;
        (Line, Column) = at;
        (KeyLine, KeyColumn) = key;
        _members = kind is SourceKind.Mapping ? new(StringComparer.Ordinal) : null;
    }

    public SourceKind Kind { get; }

    /// <summary>A scalar's text: unescaped for strings, as it was written for all others; empty for collections.</summary>
    public string Text { get; private set; }

    public SourceNode? Parent { get; }

    /// <summary>The key under which it stands in a mapping, or the index in a sequence; empty for the document.</summary>
    public string Name { get; }

    /// <summary>From 1. Where the value begins.</summary>
    public int Line { get; }

    /// <summary>From 1, in characters. Where the value begins.</summary>
    public int Column { get; }

    /// <summary>From 1. Where the key of the value begins; 0 outside a mapping.</summary>
    public int KeyLine { get; }

    public int KeyColumn { get; }

    /// <summary>The items of a sequence or the values of a mapping, in the order of the text; empty for scalars.</summary>
    public IReadOnlyList<SourceNode> Children => _children;

    public bool IsMapping => Kind is SourceKind.Mapping;

    public bool IsSequence => Kind is SourceKind.Sequence;

    public bool IsScalar => Kind is not (SourceKind.Mapping or SourceKind.Sequence);

    public bool IsNull => Kind is SourceKind.Null;

    /// <summary>The value under <paramref name="key"/>, or null when there is none or this is no mapping.</summary>
    public SourceNode? this[string key] => _members?.GetValueOrDefault(key);

    /// <summary>RFC 6901, empty for the document.</summary>
    public string Pointer => Parent is null ? "" : $"{Parent.Pointer}/{Escape(Name)}";

    /// <summary>How a message names this kind of value.</summary>
    public string KindName => Kind switch
    {
        SourceKind.Mapping => "a mapping",
        SourceKind.Sequence => "a list",
        SourceKind.String => "a text",
        SourceKind.Integer or SourceKind.Number => "a number",
        SourceKind.Boolean => "a boolean",
        _ => "null",
    };

    /// <summary>
    /// Where a reader should look: at the value of a scalar, but at the key of a mapping or list, because in YAML those begin only
    /// with their first entry.
    /// </summary>
    public SourceLocation Place(string? file) =>
        IsScalar || KeyLine == 0 ? new(file, Pointer, Line, Column) : new(file, Pointer, KeyLine, KeyColumn);

    /// <summary>Where the key stands, for what there is to say about the key itself.</summary>
    public SourceLocation KeyPlace(string? file) => KeyLine == 0 ? Place(file) : new(file, Pointer, KeyLine, KeyColumn);

    /// <summary>The node at a JSON pointer below this one, or null.</summary>
    /// <param name="pointer">RFC 6901 without the leading <c>#</c>, not percent-encoded.</param>
    public SourceNode? Find(string pointer)
    {
        if (pointer.Length == 0) return this;
        if (pointer[0] != '/') return null;
        var at = this;
        foreach (var token in pointer[1..].Split('/'))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var next = at[name];
            if (next is null && at.IsSequence && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at._children.Count)
            {
                next = at._children[index];
            }

            if (next is null) return null;
            at = next;
        }

        return at;
    }

    public override string ToString() => IsScalar ? Text : KindName;

    internal static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>How many values stand in this one, itself included.</summary>
    internal int Size => _size != 0 ? _size : _size = 1 + _children.Sum(child => child.Size);

    internal int Depth => Parent is null ? 0 : Parent.Depth + 1;

    /// <summary>Adds the next child; a reader hands out the tree only when it is whole.</summary>
    internal void Add(SourceNode child)
    {
        _children.Add(child);
        _members?.TryAdd(child.Name, child);
    }

    internal bool TryGet(string key, [NotNullWhen(true)] out SourceNode? child)
    {
        child = this[key];
        return child is not null;
    }

    /// <summary>Replaces the text of every string below, this one included.</summary>
    internal void RewriteStrings(Func<SourceNode, string> rewrite)
    {
        if (Kind is SourceKind.String) Text = rewrite(this);
        foreach (var child in _children)
        {
            child.RewriteStrings(rewrite);
        }
    }
}
