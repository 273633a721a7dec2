using System.Text;
using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>An argument of a function: a path from the document's root, or a value.</summary>
internal readonly record struct FunctionArgument(JsonPath? Path, JsonElement Value);

/// <summary><c>.length()</c> and its like.</summary>
internal sealed class FunctionToken(string name, FunctionArgument[] arguments) : PathToken
{
    private const string NothingToAggregate = "aggregation function attempted to calculate value using empty array";

    public static bool IsKnown(string name) =>
        name is "length" or "size" or "min" or "max" or "avg" or "sum" or "stddev" or "keys" or "concat" or "append" or "first" or "last" or "index";

    public override bool IsDefinite => true;

    public override bool Evaluate(JsonElement model, PathEvaluation evaluation)
    {
        if (!evaluation.Spend())
            return false;

        if (!TryReadArguments(evaluation, out var values))
            return false;

        if (Invoke(model, values, evaluation) is not { } result)
            return false;

        return evaluation.Add(result) && (IsLeaf || Next!.Evaluate(result, evaluation));
    }

    public FunctionToken WithArgument(JsonPath path) => new(name, [new FunctionArgument(path, default)]);

    public bool TakesNoArguments => arguments.Length == 0;

    private bool TryReadArguments(PathEvaluation evaluation, out List<JsonPathResult> values)
    {
        values = new List<JsonPathResult>(arguments.Length);
        foreach (var argument in arguments)
        {
            var value = argument.Path is null ? JsonPathResult.Of(argument.Value) : argument.Path.Select(evaluation.Root, evaluation);
            if (value.Kind is JsonPathResultKind.Missing or JsonPathResultKind.Failed)
                return false;

            values.Add(value);
        }

        return true;
    }

    private JsonElement? Invoke(JsonElement model, List<JsonPathResult> values, PathEvaluation evaluation)
    {
        switch (name)
        {
            case "length" or "size":
                if (values.Count > 0)
                    return LengthOf(values[0]) is { } length ? ComputedValue.Of(length) : ComputedValue.Null;

                return model.ValueKind switch
                {
                    JsonValueKind.Array => ComputedValue.Of(model.GetArrayLength()),
                    JsonValueKind.Object => ComputedValue.Of(model.GetPropertyCount()),
                    _ => ComputedValue.Null,
                };

            case "keys":
                return model.ValueKind == JsonValueKind.Object
                    ? ComputedValue.OfList(model.EnumerateObject().Select(static property => ComputedValue.Of(JsonText.Name(property))))
                    : ComputedValue.Null;

            case "concat":
                return ComputedValue.Of(Concatenate(model, values));

            case "append":
                return model.ValueKind == JsonValueKind.Array && values.Count > 0
                    ? ComputedValue.OfList(model.EnumerateArray().Concat(values.Select(static value => value.Kind == JsonPathResultKind.List ? ComputedValue.OfList(value.Items) : value.Element)))
                    : model;

            case "first" or "last" or "index":
                return ElementAt(model, values, evaluation);

            default:
                return Aggregate(model, values, evaluation);
        }
    }

    /// <summary>An argument counts as if <c>[*]</c> were written behind it, so that <c>$..book.length()</c> counts the books.</summary>
    private int? LengthOf(JsonPathResult value)
    {
        if (value.Kind == JsonPathResultKind.List)
        {
            return arguments[0].Path is { EndsInFunction: true }
                ? value.Items.Count
                : value.Items.Sum(static item => CountMembers(item) ?? 0);
        }

        return arguments[0].Path is { EndsInFunction: true } && value.Element.ValueKind != JsonValueKind.Array ? null : CountMembers(value.Element);
    }

    private static int? CountMembers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.GetArrayLength(),
        JsonValueKind.Object => element.GetPropertyCount(),
        _ => null,
    };

    private static string Concatenate(JsonElement model, List<JsonPathResult> values)
    {
        var text = new StringBuilder();
        if (model.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in model.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String)
                    text.Append(JsonText.String(item));
            }
        }

        foreach (var value in values.SelectMany(Flatten))
        {
            if (value.ValueKind == JsonValueKind.String)
                text.Append(JsonText.String(value));
            else if (value.ValueKind != JsonValueKind.Null)
                text.Append(value.GetRawText());
        }

        return text.ToString();
    }

    private JsonElement? ElementAt(JsonElement model, List<JsonPathResult> values, PathEvaluation evaluation)
    {
        if (model.ValueKind != JsonValueKind.Array)
        {
            evaluation.Fail(NothingToAggregate);
            return null;
        }

        var index = name == "last" ? -1 : 0;
        if (name == "index" && (values.Count == 0 || values[0].Element.ValueKind != JsonValueKind.Number || !values[0].Element.TryGetInt32(out index)))
        {
            evaluation.Fail("index() needs a number");
            return null;
        }

        var length = model.GetArrayLength();
        var at = index < 0 ? index + length : index;
        if (at >= 0 && at < length)
            return model[at];

        evaluation.Fail($"target index {index} is larger than object count {length}");
        return null;
    }

    private JsonElement? Aggregate(JsonElement model, List<JsonPathResult> values, PathEvaluation evaluation)
    {
        var count = 0;
        double sum = 0, sumOfSquares = 0, min = double.MaxValue, max = double.MinValue;
        var candidates = model.ValueKind == JsonValueKind.Array ? model.EnumerateArray().Concat(values.SelectMany(Flatten)) : values.SelectMany(Flatten);
        foreach (var candidate in candidates)
        {
            if (candidate.ValueKind != JsonValueKind.Number || !candidate.TryGetDouble(out var number))
                continue;

            count++;
            sum += number;
            sumOfSquares += number * number;
            min = Math.Min(min, number);
            max = Math.Max(max, number);
        }

        if (count == 0)
        {
            evaluation.Fail(NothingToAggregate);
            return null;
        }

        return ComputedValue.Of(name switch
        {
            "min" => min,
            "max" => max,
            "avg" => sum / count,
            "stddev" => Math.Sqrt((sumOfSquares / count) - (sum * sum / count / count)),
            _ => sum,
        });
    }

    private static IEnumerable<JsonElement> Flatten(JsonPathResult value)
    {
        if (value.Kind == JsonPathResultKind.List)
            return value.Items;

        return value.Element.ValueKind == JsonValueKind.Array ? value.Element.EnumerateArray() : [value.Element];
    }
}
