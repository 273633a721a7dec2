using System.Collections.Immutable;
using System.Globalization;
using Portico.Model.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portico.Definitions.Text;

/// <summary>Reads the first document of a YAML text into <see cref="SourceNode"/>s.</summary>
internal sealed class YamlSourceReader
{
    private const string CoreTagPrefix = "tag:yaml.org,2002:";

    private readonly Parser _parser;
    private readonly string? _file;
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly Dictionary<string, SourceNode> _anchors = new(StringComparer.Ordinal);
    private int _aliasedNodes;

    private YamlSourceReader(string text, string? file)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _file = file;
    }

    public static SourceDocument Read(string text, string? file)
    {
        var reader = new YamlSourceReader(text, file);
        try
        {
            return new(file, reader.Document(), reader._findings.ToImmutable());
        }
        catch (Refused refused)
        {
            return new(file, null, [refused.Finding]);
        }
        catch (YamlException broken)
        {
            return new(file, null, [Finding.Error(
                $"this is not YAML: {broken.Message.TrimEnd('.', ' ')}", location: new(file, "", (int)broken.Start.Line, (int)broken.Start.Column))]);
        }
    }

    private SourceNode? Document()
    {
        Advance(); // to the start of the stream
        Advance(); // to the start of the document
        if (_parser.Current is StreamEnd) return null;
        Advance();
        var root = Node(null, "", default);
        Advance(); // over the end of the document
        // What follows must at least be YAML; a second document is none of this definition.
        if (_parser.Current is DocumentStart second)
        {
            _findings.Add(Finding.Error("a second document begins here; a definition is one document", location: new(_file, "", (int)second.Start.Line, (int)second.Start.Column)));
        }

        return root;
    }

    private void Advance()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (Exception fault) when (fault is not YamlException)
        {
            // The scanner answers some broken texts with exceptions of its own making ("Operation is not valid …"). What it read last
            // is the nearest place that is known.
            var last = _parser.Current?.End ?? Mark.Empty;
            throw new Refused(Finding.Error("this is not YAML: after this, what follows cannot be read", location: new(_file, "", (int)last.Line, (int)last.Column)));
        }
    }

    private SourceNode Node(SourceNode? parent, string name, (int, int) key)
    {
        var at = Place(_parser.Current!);
        if (parent is not null && parent.Depth >= SourceDocument.MaxDepth - 1) throw TooDeep(at);
        switch (_parser.Current)
        {
            case AnchorAlias alias:
                Advance();
                if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
                {
                    throw new Refused(Finding.Error($"this is not YAML: '*{alias.Value}' refers to no anchor before it", location: new(_file, "", at.Line, at.Column)));
                }

                return Copy(anchored, parent, name, at, key);

            case Scalar scalar:
                Advance();
                return Remember(scalar, new(KindOf(scalar), scalar.Value, parent, name, at, key));

            case SequenceStart start:
            {
                Advance();
                CheckTag(start);
                var sequence = new SourceNode(SourceKind.Sequence, "", parent, name, at, key);
                while (_parser.Current is not SequenceEnd)
                {
                    sequence.Add(Node(sequence, sequence.Children.Count.ToString(CultureInfo.InvariantCulture), default));
                }

                Advance();
                return Remember(start, sequence);
            }

            case MappingStart start:
            {
                Advance();
                CheckTag(start);
                return Remember(start, Mapping(new SourceNode(SourceKind.Mapping, "", parent, name, at, key)));
            }

            default:
                throw new Refused(Finding.Error("this is not YAML: a value was expected here", location: new(_file, "", at.Line, at.Column)));
        }
    }

    private SourceNode Mapping(SourceNode mapping)
    {
        List<SourceNode>? merged = null;
        while (_parser.Current is not MappingEnd)
        {
            var keyAt = Place(_parser.Current!);
            var key = Key(mapping, keyAt, out var isMerge);
            var value = Node(mapping, key, keyAt);
            if (isMerge) (merged ??= []).AddRange(Sources(value));
            else if (mapping.TryGet(key, out var first)) _findings.Add(DuplicateKey.Found(first, value, _file));
            else mapping.Add(value);
        }

        Advance();
        // Own keys win over merged ones, earlier merges over later ones.
        foreach (var member in (merged ?? []).SelectMany(source => source.Children))
        {
            if (mapping[member.Name] is null) mapping.Add(Copy(member, mapping, member.Name, (member.Line, member.Column), (member.KeyLine, member.KeyColumn)));
        }

        return mapping;
    }

    // Keys are texts whatever they look like: a response's 200 is "200".
    private string Key(SourceNode mapping, (int Line, int Column) at, out bool isMerge)
    {
        isMerge = false;
        switch (_parser.Current)
        {
            case Scalar scalar:
                Advance();
                isMerge = scalar is { Value: "<<", Style: ScalarStyle.Plain };
                if (!scalar.Anchor.IsEmpty) _anchors[scalar.Anchor.Value] = new(KindOf(scalar), scalar.Value, mapping, scalar.Value, at, at);
                return scalar.Value;
            case AnchorAlias alias when _anchors.GetValueOrDefault(alias.Value.Value) is { IsScalar: true } anchored:
                Advance();
                return anchored.Text;
            default:
                throw new Refused(Finding.Error("a key is a mapping or a list here; keys are texts", location: new(_file, mapping.Pointer, at.Line, at.Column)));
        }
    }

    private IEnumerable<SourceNode> Sources(SourceNode merge)
    {
        if (merge.IsMapping) return [merge];
        if (merge.IsSequence && merge.Children.All(item => item.IsMapping)) return merge.Children;
        _findings.Add(Finding.Error($"the merge key '<<' takes a mapping or a list of mappings; found {merge.KindName}", location: merge.KeyPlace(_file)));
        return [];
    }

    // Each alias becomes a copy, so that every value has one place in the tree and one pointer.
    private SourceNode Copy(SourceNode node, SourceNode? parent, string name, (int Line, int Column) at, (int, int) key)
    {
        if (++_aliasedNodes > SourceDocument.MaxAliasedNodes)
        {
            throw new Refused(Finding.Error(
                $"the aliases of this text make more than {SourceDocument.MaxAliasedNodes.ToString("N0", CultureInfo.InvariantCulture)} values; write them out or repeat less",
                location: new(_file, "", at.Line, at.Column)));
        }

        var copy = new SourceNode(node.Kind, node.Text, parent, name, at, key);
        if (node.Children.Count > 0 && copy.Depth >= SourceDocument.MaxDepth - 1) throw TooDeep(at);
        foreach (var child in node.Children)
        {
            copy.Add(Copy(child, copy, child.Name, (child.Line, child.Column), (child.KeyLine, child.KeyColumn)));
        }

        return copy;
    }

    private SourceNode Remember(NodeEvent start, SourceNode node)
    {
        // Only a finished value can be referred to: an alias to what it stands in would have no end.
        if (!start.Anchor.IsEmpty) _anchors[start.Anchor.Value] = node;
        return node;
    }

    private SourceKind KindOf(Scalar scalar)
    {
        CheckTag(scalar);
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific) return scalar.Style is ScalarStyle.Plain && scalar.Tag.IsEmpty ? PlainScalar.KindOf(scalar.Value) : SourceKind.String;
        return scalar.Tag.Value is CoreTagPrefix + "str" ? SourceKind.String : PlainScalar.KindOf(scalar.Value);
    }

    private void CheckTag(NodeEvent start)
    {
        if (start.Tag.IsEmpty || start.Tag.IsNonSpecific || start.Tag.Value.StartsWith(CoreTagPrefix, StringComparison.Ordinal)) return;
        var (line, column) = Place(start);
        _findings.Add(Finding.Error($"the tag '{start.Tag.Value}' is not one of YAML's own; write the value itself", location: new(_file, "", line, column)));
    }

    private Refused TooDeep((int Line, int Column) at) => new(Finding.Error(
        $"values lie more than {SourceDocument.MaxDepth} deep in one another", location: new(_file, "", at.Line, at.Column)));

    private static (int Line, int Column) Place(ParsingEvent at) => ((int)at.Start.Line, (int)at.Start.Column);

    /// <summary>Leaves the recursion at the first thing that cannot be read further; never leaves this class.</summary>
    private sealed class Refused(Finding finding) : Exception
    {
        public Finding Finding { get; } = finding;
    }
}
