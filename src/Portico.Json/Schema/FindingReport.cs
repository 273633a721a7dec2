using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>Collects findings while walking an instance, and knows where in the instance the walk is.</summary>
internal sealed class FindingReport(int maxFindings)
{
    // A message quotes the instance. Long values are cut, so that a report of a large body stays a report.
    private const int MaxQuotedCharacters = 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ImmutableArray<JsonSchemaFinding>.Builder _findings = ImmutableArray.CreateBuilder<JsonSchemaFinding>();
    private readonly StringBuilder _pointer = new();

    public EvaluationBudget Budget;

    public bool IsFull => _findings.Count >= maxFindings;

    public void Add(string keyword, string message)
    {
        if (!IsFull)
            _findings.Add(new JsonSchemaFinding(_pointer.ToString(), keyword, message));
    }

    /// <returns>What <see cref="Leave"/> needs to come back.</returns>
    public int Enter(string name)
    {
        var before = _pointer.Length;
        _pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return before;
    }

    public int Enter(int index)
    {
        var before = _pointer.Length;
        _pointer.Append('/').Append(index);
        return before;
    }

    public void Leave(int before) => _pointer.Length = before;

    public ImmutableArray<JsonSchemaFinding> ToFindings()
    {
        // What was found after the budget ran out is an artefact of its running out.
        return Budget.IsSpent
            ? [new JsonSchemaFinding("", "", "validation of the instance takes too many steps")]
            : _findings.ToImmutable();
    }

    public static string Quote(string text) => text.Length <= MaxQuotedCharacters ? text : text[..MaxQuotedCharacters] + "...";

    /// <summary>The value as compact JSON.</summary>
    public static string Json(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            JsonText.Write(element, writer);

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string JsonList(IEnumerable<string> texts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartArray();
            foreach (var text in texts)
                writer.WriteStringValue(text);

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
