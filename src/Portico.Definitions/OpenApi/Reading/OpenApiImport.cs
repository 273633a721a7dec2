using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Portico.Definitions.Text;
using Portico.Model.Findings;
using Portico.Model.Rest;

namespace Portico.Definitions.OpenApi.Reading;

/// <summary>
/// One import: the document, what was found to say about it, and where the things made of it stand. The readers of the parts
/// speak through it, so that a finding always carries its place.
/// </summary>
internal sealed partial class OpenApiImport
{
    private const int MaxReferenceHops = 32;

    // What a document may make of itself by saying "the same as there", so that 6 MB of text cannot become a day of work.
    private const int MaxRepeatedValues = 5_000_000;

    // A value found may be as long as the document; a message is for reading.
    private const int MaxMessageLength = 2_000;

    private const int MaxNamesListed = 12;

    private readonly SourceDocument _source;
    private readonly List<Finding> _findings;
    private readonly Dictionary<ElementAddress, SourceLocation> _places = [];
    private long _repeatedValues;

    public OpenApiImport(SourceDocument source, OpenApiReadOptions options)
    {
        _source = source;
        Options = options;
        _findings = [.. source.Findings];
        Format = source.Root is null ? DefinitionFormat.Unknown : DefinitionFormat.OfRoot(source.Root);
    }

    public OpenApiReadOptions Options { get; }

    public DefinitionFormat Format { get; }

    public bool IsVersion2 => Format == DefinitionFormat.OpenApi20;

    public SourceNode Root => _source.Root!;

    /// <summary>True when the text is more than white space and comments, and was not too large to look at.</summary>
    public bool HasDocument => _source.Root is not null;

    public bool IsTooLarge => _source.IsTooLarge;

    public bool HasFindings => _findings.Count > 0;

    public void Error(SourceNode at, string message, ElementAddress? element = null) => _findings.Add(Finding.Error(Readable(message), element, at.Place(_source.File)));

    public void Warning(SourceNode at, string message, ElementAddress? element = null) => _findings.Add(Finding.Warning(Readable(message), element, at.Place(_source.File)));

    public void Fidelity(SourceNode at, string message, ElementAddress? element = null) => _findings.Add(Finding.Fidelity(Readable(message), element, at.Place(_source.File)));

    /// <summary>For what there is to say about a key, whatever stands under it.</summary>
    public void KeyError(SourceNode at, string message, ElementAddress? element = null) => _findings.Add(Finding.Error(Readable(message), element, at.KeyPlace(_source.File)));

    /// <inheritdoc cref="KeyError"/>
    public void KeyWarning(SourceNode at, string message, ElementAddress? element = null) => _findings.Add(Finding.Warning(Readable(message), element, at.KeyPlace(_source.File)));

    /// <summary>Remembers where a thing of the API stands.</summary>
    public void Place(ElementAddress element, SourceNode? node)
    {
        if (node is not null) _places.TryAdd(element, node.Place(_source.File));
    }

    /// <summary>The value itself, or what its <c>$ref</c> leads to; null after a finding when that is nothing.</summary>
    public SourceNode? Resolve(SourceNode node, ElementAddress? element = null)
    {
        var at = node;
        for (var hops = 0; at["$ref"] is { } reference; hops++)
        {
            if (hops == MaxReferenceHops)
            {
                Error(reference, $"the $ref '{reference.Text}' leads back to itself", element);
                return null;
            }

            if (Target(reference) is not { } target)
            {
                LeadsNowhere(reference, element);
                return null;
            }

            at = target;
        }

        return at == node || Repeat(at.Size, node) ? at : null;
    }

    /// <summary>Accounts for <paramref name="values"/> values that stand once and are read again; false when there are too many.</summary>
    public bool Repeat(int values, SourceNode at)
    {
        var before = _repeatedValues;
        _repeatedValues += values;
        if (_repeatedValues <= MaxRepeatedValues) return true;
        if (before <= MaxRepeatedValues) Error(at, "the references of this document repeat more than 5,000,000 values; repeat less");
        return false;
    }

    /// <summary>Names for a message, the first dozen of them.</summary>
    public static string Listed(IEnumerable<string> names)
    {
        var shown = names.Take(MaxNamesListed + 1).ToArray();
        return shown.Length > MaxNamesListed ? $"{string.Join(", ", shown[..MaxNamesListed])}, …" : string.Join(", ", shown);
    }

    /// <summary>The value in this document that a <c>$ref</c> names, or null.</summary>
    public SourceNode? Target(SourceNode reference) =>
        reference is { Kind: SourceKind.String, Text: ['#', ..] } ? Root.Find(Uri.UnescapeDataString(reference.Text[1..])) : null;

    public void LeadsNowhere(SourceNode reference, ElementAddress? element) => Error(
        reference,
        reference.Text is ['#', ..]
            ? $"Unable to resolve the $ref '{reference.Text}': nothing stands there in this document"
            : $"Unable to resolve the $ref '{reference.Text}': an import is one document; write a JSON pointer that begins with '#/'",
        element);

    /// <summary>The mapping, or null: after a finding when it is something else.</summary>
    public SourceNode? Mapping(SourceNode? node, ElementAddress? element = null)
    {
        if (node is null or { IsMapping: true }) return node;
        if (!node.IsNull) Error(node, $"'{node.Name}' is {node.KindName}{Shown(node)}; a mapping belongs here", element);
        return null;
    }

    /// <summary>The items of a list, none when it is absent; a finding when it is something else.</summary>
    public IReadOnlyList<SourceNode> Items(SourceNode? node, ElementAddress? element = null)
    {
        if (node is null or { IsNull: true }) return [];
        if (node.IsSequence) return node.Children;
        Error(node, $"'{node.Name}' is {node.KindName}{Shown(node)}; a list belongs here", element);
        return [];
    }

    /// <summary>The text of a scalar, numbers and booleans as they are written; null when absent or null, or after a finding.</summary>
    public string? Text(SourceNode? node, ElementAddress? element = null)
    {
        if (node is null or { IsNull: true }) return null;
        if (node.IsScalar) return node.Text;
        Error(
            node,
            node is { IsMapping: true, Children: [{ Name: "Ref" or ['F', 'n', ':', ':', ..] } function] }
                ? $"'{node.Name}' is the CloudFormation function {function.Name}, which only a template resolves; write the text itself"
                : $"'{node.Name}' is {node.KindName}; a text belongs here",
            element);
        return null;
    }

    /// <summary>A boolean, also one in quotes; null when absent or null, or after a finding.</summary>
    public bool? Flag(SourceNode? node, ElementAddress? element = null)
    {
        if (node is null or { IsNull: true }) return null;
        if (node.IsScalar && bool.TryParse(node.Text, out var value)) return value;
        Error(node, $"'{node.Name}' is {node.KindName}{Shown(node)}; use true or false", element);
        return null;
    }

    /// <summary>A whole number, also one in quotes; null when absent or null, or after a finding.</summary>
    public int? WholeNumber(SourceNode? node, ElementAddress? element = null)
    {
        if (node is null or { IsNull: true }) return null;
        if (node.IsScalar && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        Error(node, $"'{node.Name}' is {node.KindName}{Shown(node)}; a whole number belongs here", element);
        return null;
    }

    /// <summary>One word of <paramref name="words"/> in its own spelling, whatever case the document has; null when absent, or after a finding.</summary>
    /// <param name="noun">What such a word is, with its article: <c>an integration type</c>.</param>
    public string? Word(SourceNode? node, string noun, ImmutableArray<string> words, ElementAddress? element = null)
    {
        if (Text(node, element) is not { } text) return null;
        foreach (var word in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return word;
        }

        Error(node!, $"'{text}' is not {noun}; use one of {string.Join(", ", words)}", element);
        return null;
    }

    private static string Readable(string message) => message.Length <= MaxMessageLength ? message : $"{message.AsSpan(0, MaxMessageLength)}…";

    private static string Shown(SourceNode node) => node.Kind is SourceKind.Mapping or SourceKind.Sequence or SourceKind.Null ? "" : $" ('{node.Text}')";

    /// <summary>Puts the account, region and partition in the place of the pseudo parameters of CloudFormation.</summary>
    public void ResolvePseudoParameters() => Root.RewriteStrings(WithPseudoParameters);

    /// <summary>For a text that is no definition at all.</summary>
    public void NotOpenApi(string reason) => _findings.Add(Finding.Error($"Invalid OpenAPI input. {char.ToUpperInvariant(reason[0])}{reason[1..]}.", location: new(_source.File, "", 1, 1)));

    private string WithPseudoParameters(SourceNode node) =>
        !node.Text.Contains("${AWS::", StringComparison.Ordinal) ? node.Text : PseudoParameter().Replace(node.Text, match =>
        {
            switch (match.Groups[1].Value)
            {
                case "AccountId": return Options.AccountId;
                case "Region": return Options.Region;
                case "Partition": return Options.Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : Options.Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
                default:
                    Warning(node, $"'{match.Value}' stays as it is; an import knows ${{AWS::AccountId}}, ${{AWS::Partition}} and ${{AWS::Region}}");
                    return match.Value;
            }
        });

    /// <summary>What came of the reading: the definition only when nothing stands against it, the findings in the order of the text.</summary>
    public DefinitionReading Result(RestApiDefinition? definition, bool isOpenApi) => new()
    {
        Definition = _findings.Exists(finding => finding.Severity is FindingSeverity.Error) ? null : definition,
        Findings = [.. _findings.OrderBy(finding => finding.Location?.Line ?? 0).ThenBy(finding => finding.Location?.Column ?? 0)],
        Sources = new SourceMap(_places.ToFrozenDictionary()),
        IsOpenApi = isOpenApi,
    };

    [GeneratedRegex(@"\$\{AWS::([A-Za-z]+)\}")]
    private static partial Regex PseudoParameter();
}
