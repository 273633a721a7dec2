using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Portico.Json.Schema;

/// <summary>The keywords <c>minimum</c> and <c>maximum</c> with their <c>exclusive</c> forms.</summary>
internal sealed class BoundKeyword(bool isMaximum, byte[] bound, bool exclusive) : SchemaKeyword(isMaximum ? "maximum" : "minimum")
{
    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget) => instance.ValueKind != JsonValueKind.Number || Side(instance) >= (exclusive ? 1 : 0);

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (IsValid(instance, ref report.Budget))
            return;

        var limit = Encoding.UTF8.GetString(bound);
        var found = FindingReport.Quote(instance.GetRawText());
        report.Add(Name, (isMaximum, Side(instance) == 0) switch
        {
            (true, false) => $"numeric instance is greater than the required maximum (maximum: {limit}, found: {found})",
            (true, true) => $"numeric instance is not strictly lower than the required maximum {limit}",
            (false, false) => $"numeric instance is lower than the required minimum (minimum: {limit}, found: {found})",
            (false, true) => $"numeric instance is not strictly greater than the required minimum {limit}",
        });
    }

    /// <summary>Greater than zero on the allowed side, zero on the bound.</summary>
    private int Side(JsonElement instance)
    {
        var comparison = new JsonNumber(JsonMarshal.GetRawUtf8Value(instance)).CompareTo(new JsonNumber(bound));
        return isMaximum ? -comparison : comparison;
    }
}

internal sealed class MultipleOfKeyword(byte[] divisor) : SchemaKeyword("multipleOf")
{
    private readonly BigInteger _digits = new JsonNumber(divisor).DigitsAsInteger();

    public override bool IsValid(JsonElement instance, ref EvaluationBudget budget)
    {
        if (instance.ValueKind != JsonValueKind.Number)
            return true;

        var number = JsonMarshal.GetRawUtf8Value(instance);
        return budget.Spend(number.Length) && new JsonNumber(number).IsMultipleOf(new JsonNumber(divisor), _digits);
    }

    public override void Report(JsonElement instance, FindingReport report)
    {
        if (!IsValid(instance, ref report.Budget))
            report.Add(Name, $"remainder of division is not zero ({FindingReport.Quote(instance.GetRawText())} / {Encoding.UTF8.GetString(divisor)})");
    }
}
