using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Portico.Model.Findings;

namespace Portico.Definitions.Text;

/// <summary>A text of JSON or YAML as a tree of values that know their places.</summary>
/// <param name="File">The file as the user named it, or null.</param>
/// <param name="Root">The document, or null when the text could not be read to its end.</param>
/// <param name="Findings">What stands against the text as JSON or YAML.</param>
public sealed record SourceDocument(string? File, SourceNode? Root, ImmutableArray<Finding> Findings)
{
    /// <summary>True when the text was not looked at because it is larger than <see cref="MaxBytes"/>.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>The largest definition that API Gateway takes.</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    /// <summary>How deep values may lie in one another.</summary>
    public const int MaxDepth = 128;

    /// <summary>How many values the aliases and merge keys of one text may make, so that a few lines cannot fill the memory.</summary>
    public const int MaxAliasedNodes = 100_000;

    /// <summary>Reads <paramref name="text"/>: JSON when it begins with a brace or a bracket, YAML otherwise. Never throws for bad input.</summary>
    public static SourceDocument Read(string text, string? file = null)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > MaxBytes)
        {
            var found = bytes.ToString("N0", CultureInfo.InvariantCulture);
            return new(file, null, [Finding.Error($"the definition has {found} bytes; API Gateway takes at most 6 MB (6,291,456 bytes)", location: new(file, "", 0, 0))]) { IsTooLarge = true };
        }

        if (text is ['\uFEFF', ..]) text = text[1..];
        return text.AsSpan().TrimStart(" \t\r\n") is ['{' or '[', ..] ? JsonSourceReader.Read(text, file) : YamlSourceReader.Read(text, file);
    }
}
