using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portico.Json.Paths;

/// <summary>The condition of a filter.</summary>
internal abstract class FilterExpression
{
    public abstract bool Holds(JsonElement item, PathEvaluation evaluation);
}

internal sealed class OrExpression(FilterExpression[] operands) : FilterExpression
{
    public override bool Holds(JsonElement item, PathEvaluation evaluation)
    {
        foreach (var operand in operands)
        {
            if (operand.Holds(item, evaluation))
                return true;

            if (evaluation.IsFilterRefused)
                return false;
        }

        return false;
    }
}

internal sealed class AndExpression(FilterExpression[] operands) : FilterExpression
{
    public override bool Holds(JsonElement item, PathEvaluation evaluation)
    {
        foreach (var operand in operands)
        {
            if (!operand.Holds(item, evaluation))
                return false;
        }

        return true;
    }
}

internal sealed class NotExpression(FilterExpression operand) : FilterExpression
{
    public override bool Holds(JsonElement item, PathEvaluation evaluation) => !operand.Holds(item, evaluation);
}

internal sealed class ExistsExpression(JsonPath path, bool shouldExist) : FilterExpression
{
    public override bool Holds(JsonElement item, PathEvaluation evaluation)
    {
        evaluation.RequiresMembers = true;
        var exists = path.Select(item, evaluation).Kind is JsonPathResultKind.Element or JsonPathResultKind.List;
        evaluation.RequiresMembers = false;
        return exists == shouldExist;
    }
}

internal enum FilterOperator
{
    Equal,
    NotEqual,
    StrictlyEqual,
    StrictlyNotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    In,
    NotIn,
    Contains,
    All,
    Size,
    Empty,
    SubsetOf,
    AnyOf,
    NoneOf,
}

/// <summary>One side of a comparison as written: a literal, a path, or a regular expression.</summary>
internal sealed class FilterOperand
{
    public JsonElement Literal { get; init; }

    public JsonPath? Path { get; init; }

    public bool IsFromRoot { get; init; }

    public Regex? Pattern { get; init; }

    /// <summary>Whether a <c>!</c> stands before the path; it counts only when nothing is compared.</summary>
    public bool IsNegated { get; init; }

    public FilterValue Evaluate(JsonElement item, PathEvaluation evaluation)
    {
        if (Path is null)
            return new FilterValue(Literal);

        var result = IsFromRoot ? evaluation.SelectFromRoot(Path) : Path.Select(item, evaluation);
        return result.Kind == JsonPathResultKind.List ? new FilterValue(result.Items) : new FilterValue(result.Element);
    }
}

internal sealed class CompareExpression(FilterOperand left, FilterOperator @operator, FilterOperand right) : FilterExpression
{
    public override bool Holds(JsonElement item, PathEvaluation evaluation)
    {
        var a = left.Evaluate(item, evaluation);
        var b = right.Evaluate(item, evaluation);
        switch (@operator)
        {
            case FilterOperator.Equal: return FilterValue.AreEqual(a, b);
            case FilterOperator.NotEqual: return !FilterValue.AreEqual(a, b);
            case FilterOperator.StrictlyEqual: return IsSameType(a, b) && FilterValue.AreEqual(a, b);
            case FilterOperator.StrictlyNotEqual: return !(IsSameType(a, b) && FilterValue.AreEqual(a, b));
            case FilterOperator.Less: return FilterValue.Compare(a, b) < 0;
            case FilterOperator.LessOrEqual: return FilterValue.Compare(a, b) <= 0;
            case FilterOperator.Greater: return FilterValue.Compare(a, b) > 0;
            case FilterOperator.GreaterOrEqual: return FilterValue.Compare(a, b) >= 0;
            case FilterOperator.Matches: return IsMatch(a, b, evaluation);
            case FilterOperator.In: return IsIn(a, b, evaluation);
            case FilterOperator.NotIn: return !IsIn(a, b, evaluation);
            case FilterOperator.Contains:
                return a.IsString && b.IsString
                    ? JsonText.String(a.Element).Contains(JsonText.String(b.Element), StringComparison.Ordinal)
                    : a.IsList && Contains(a.Items, b);

            case FilterOperator.All:
                if (!IsListOrRefused(b, evaluation) || !a.IsJson)
                    return false;

                return !a.IsList || IsSubset(b.Items, a.Items);

            case FilterOperator.Size:
                if (!b.IsNumber || !b.Element.TryGetInt32(out var size))
                    return false;

                return a.IsString ? JsonText.String(a.Element).Length == size : a.IsJson && (a.IsList ? a.ItemCount : -1) == size;

            case FilterOperator.Empty:
                return IsEmpty(a) is { } isEmpty && (b.IsBoolean ? isEmpty == (b.Element.ValueKind == JsonValueKind.True) : Refuse(evaluation));

            case FilterOperator.SubsetOf: return AreLists(a, b, evaluation) && IsSubset(a.Items, b.Items);
            case FilterOperator.AnyOf: return AreLists(a, b, evaluation) && HasAny(a.Items, b.Items);
            case FilterOperator.NoneOf: return AreLists(a, b, evaluation) && !HasAny(a.Items, b.Items);
            default: return false;
        }
    }

    private static bool IsSameType(FilterValue a, FilterValue b) =>
        (a.IsString && b.IsString) || (a.IsNumber && b.IsNumber) || (a.IsBoolean && b.IsBoolean) || (a.IsJson && b.IsJson)
        || (a.Element.ValueKind == JsonValueKind.Null && b.Element.ValueKind == JsonValueKind.Null);

    private static bool? IsEmpty(FilterValue value)
    {
        if (value.IsString)
            return JsonText.RawString(value.Element).IsEmpty;

        if (value.IsList)
            return value.ItemCount == 0;

        return value.IsJson ? value.Element.GetPropertyCount() == 0 : null;
    }

    private static bool Refuse(PathEvaluation evaluation)
    {
        evaluation.IsFilterRefused = true;
        return false;
    }

    /// <summary>An object is simply no list; anything else where a list must be makes the filter meaningless.</summary>
    private static bool IsListOrRefused(FilterValue value, PathEvaluation evaluation) => value.IsList || (!value.IsJson && Refuse(evaluation));

    private static bool AreLists(FilterValue a, FilterValue b, PathEvaluation evaluation) =>
        IsListOrRefused(b, evaluation) && IsListOrRefused(a, evaluation);

    private static bool IsIn(FilterValue a, FilterValue b, PathEvaluation evaluation) => IsListOrRefused(b, evaluation) && Contains(b.Items, a);

    private static bool Contains(IReadOnlyList<JsonElement> items, FilterValue value)
    {
        foreach (var item in items)
        {
            if (FilterValue.AreEqual(new FilterValue(item), value))
                return true;
        }

        return false;
    }

    private static bool IsSubset(IReadOnlyList<JsonElement> part, IReadOnlyList<JsonElement> whole) =>
        part.All(item => Contains(whole, new FilterValue(item)));

    private static bool HasAny(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right) =>
        left.Any(item => Contains(right, new FilterValue(item)));

    private bool IsMatch(FilterValue a, FilterValue b, PathEvaluation evaluation)
    {
        if ((left.Pattern is null) == (right.Pattern is null))
            return false;

        var pattern = left.Pattern ?? right.Pattern!;
        var value = left.Pattern is null ? a : b;
        try
        {
            return value.IsList
                ? value.Items.Any(item => pattern.IsMatch(TextOf(new FilterValue(item))))
                : pattern.IsMatch(TextOf(value));
        }
        catch (RegexMatchTimeoutException)
        {
            evaluation.Fail("the regular expression of a filter takes too long on this document");
            return false;
        }
    }

    private static string TextOf(FilterValue value)
    {
        if (value.IsString)
            return JsonText.String(value.Element);

        return value.IsNumber || value.IsBoolean ? value.Element.GetRawText() : "";
    }
}
