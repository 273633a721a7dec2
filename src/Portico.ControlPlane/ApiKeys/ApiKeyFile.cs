using System.Collections.Immutable;
using System.Text;
using Portico.Aws;

namespace Portico.ControlPlane.ApiKeys;

/// <summary>A file of API keys: comma-separated, with a header line that names the columns.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html"/>
internal static class ApiKeyFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>One line behind the header.</summary>
    /// <param name="Line">From 1, the header's included.</param>
    public sealed record Row(int Line, string Key, string Name, string? Description, bool Enabled, ImmutableArray<string> UsagePlanIds);

    /// <exception cref="ServiceException">The file cannot be read as a whole.</exception>
    public static List<Row> Read(ReadOnlyMemory<byte> file)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(file.Span);
        }
        catch (DecoderFallbackException)
        {
            throw ServiceException.BadRequest("The file of API keys is not UTF-8");
        }

        var records = Records(text.TrimStart('\uFEFF')).ToList();
        if (records.Count == 0) throw ServiceException.BadRequest("The file of API keys is empty; its first line must name the columns Key and Name");
        var columns = records[0].Fields;
        var (key, name) = (Column("Key"), Column("Name"));
        if (key < 0 || name < 0) throw ServiceException.BadRequest($"The first line of the file of API keys must name the columns Key and Name; it has [{string.Join(", ", columns)}]");
        var (description, enabled, plans) = (Column("Description"), Column("Enabled"), Column("UsageplanIds"));

        return
        [
            .. records.Skip(1).Select(record => new Row(
                record.Line,
                Field(record.Fields, key) ?? "",
                Field(record.Fields, name) ?? "",
                Field(record.Fields, description),
                !string.Equals(Field(record.Fields, enabled), "FALSE", StringComparison.OrdinalIgnoreCase),
                [.. (Field(record.Fields, plans) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])),
        ];

        int Column(string title) => columns.FindIndex(column => column.Equals(title, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Field(List<string> fields, int at) => at >= 0 && at < fields.Count && fields[at].Length > 0 ? fields[at] : null;

    // RFC 4180: fields may stand in quotes, with doubled quotes and line ends within. Empty lines count for nothing.
    private static IEnumerable<(int Line, List<string> Fields)> Records(string text)
    {
        var line = 1;
        var at = 0;
        while (at < text.Length)
        {
            var start = line;
            var fields = new List<string>();
            while (true)
            {
                fields.Add(NextField(text, ref at, ref line));
                if (at >= text.Length || text[at] != ',') break;
                at++;
            }

            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            line++;
            if (fields is not [""]) yield return (start, fields);
        }
    }

    private static string NextField(string text, ref int at, ref int line)
    {
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        if (at >= text.Length || text[at] != '"')
        {
            var end = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
            var plain = end < 0 ? text[at..] : text.Substring(at, end);
            at += plain.Length;
            return plain.Trim();
        }

        var opened = line;
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '\n') line++;
            if (text[at] != '"')
            {
                field.Append(text[at]);
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append('"');
                at++;
                continue;
            }

            at++;
            var rest = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
            at = rest < 0 ? text.Length : at + rest;
            return field.ToString().Trim();
        }

        throw ServiceException.BadRequest($"line {opened} of the file of API keys: a quote is never closed");
    }
}
