using System.Buffers;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The keywords <c>minLength</c> and <c>maxLength</c>, counted in characters of Unicode.</summary>
internal sealed class LengthKeyword(bool isMaximum, int limit) : SchemaKeyword(isMaximum ? "maxLength" : "minLength")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) =>
        instance.ValueKind != JsonValueKind.String || IsWithin(Count(JsonText.RawString(instance)));

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (IsValid(instance, ref report.Budget))
            return;

        var text = FindingReport.Quote(JsonText.String(instance));
        var length = Count(JsonText.RawString(instance));
        report.Add(Name, isMaximum
            ? $"string \"{text}\" is too long (length: {length}, maximum allowed: {limit})"
            : $"string \"{text}\" is too short (length: {length}, required minimum: {limit})");
    }

    private bool IsWithin(int length) => isMaximum ? length <= limit : length >= limit;

    private static int Count(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
            return CountPlain(raw);

        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        var count = CountPlain(buffer.AsSpan(0, JsonText.Unescape(raw, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return count;
    }

    private static int CountPlain(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            // All but the continuation bytes.
            if ((b & 0xC0) != 0x80)
                count++;
        }

        return count;
    }
}

internal sealed class PatternKeyword(EcmaRegex pattern) : SchemaKeyword("pattern")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.String)
            return true;

        using var text = new DecodedText(JsonText.RawString(instance));
        return pattern.IsMatch(text.Span, ref budget);
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, $"ECMA 262 regex \"{pattern.Pattern}\" does not match input string \"{FindingReport.Quote(JsonText.String(instance))}\"");
    }
}

internal sealed class FormatKeyword(StringFormat format) : SchemaKeyword("format")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.String)
            return true;

        using var text = new DecodedText(JsonText.RawString(instance));
        return budget.Spend(1 + (text.Span.Length >> 4)) && format.IsValid(text.Span);
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, format.Message(JsonText.String(instance)));
    }
}
