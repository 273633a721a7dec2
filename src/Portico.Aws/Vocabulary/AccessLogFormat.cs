using System.Collections.Immutable;

namespace Portico.Aws.Vocabulary;

/// <summary>
/// A line of an access log, taken apart: text, and variables written <c>$context.name</c> or <c>${context.name}</c>. Any text is
/// one; what is no variable stands for itself.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#apigateway-cloudwatch-log-formats"/>
public static class AccessLogFormat
{
    /// <summary>3 KB, counted in characters.</summary>
    public const int MaxLength = 3 * 1024;

    private const string Plain = "$context.";
    private const string Braced = "${context.";

    /// <summary>The parts in their order. A line break at the end is not among them: every line ends with one.</summary>
    public static ImmutableArray<AccessLogPart> Parse(string format)
    {
        var parts = ImmutableArray.CreateBuilder<AccessLogPart>();
        var line = format.AsSpan().TrimEnd("\r\n");
        var text = 0;
        var at = 0;
        while (at < line.Length)
        {
            var (length, name) = Variable(line[at..]);
            if (length == 0)
            {
                at++;
                continue;
            }

            if (at > text) parts.Add(new(line[text..at].ToString(), IsVariable: false));
            parts.Add(new(name, IsVariable: true));
            text = at += length;
        }

        if (text < line.Length) parts.Add(new(line[text..].ToString(), IsVariable: false));
        return parts.ToImmutable();
    }

    // A full stop that ends a sentence belongs to the text.
    private static (int Length, string Name) Variable(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(Braced, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}');
            return end > Braced.Length && text[Braced.Length..end].IndexOfAnyExcept(NameCharacters) < 0 ? (end + 1, text[Braced.Length..end].ToString()) : (0, "");
        }

        if (!text.StartsWith(Plain, StringComparison.Ordinal)) return (0, "");
        var name = text[Plain.Length..];
        var length = name.IndexOfAnyExcept(NameCharacters);
        name = (length < 0 ? name : name[..length]).TrimEnd(".-");
        return name.IsEmpty ? (0, "") : (Plain.Length + name.Length, name.ToString());
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
}

/// <summary>A piece of an access log's format.</summary>
/// <param name="Text">The text, or the variable's name without <c>$context.</c>.</param>
public readonly record struct AccessLogPart(string Text, bool IsVariable);
