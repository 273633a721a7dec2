using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary>What indexes and slices share: they look at arrays only, and count from the end when negative.</summary>
internal abstract class ArrayToken : PathToken
{
    public sealed override bool Evaluate(JsonElement model, PathEvaluation evaluation) =>
        model.ValueKind == JsonValueKind.Array ? EvaluateArray(model, model.GetArrayLength(), evaluation) : !IsUpstreamDefinite;

    protected abstract bool EvaluateArray(JsonElement array, int length, PathEvaluation evaluation);

    protected bool ContinueAt(JsonElement array, int length, int index, PathEvaluation evaluation)
    {
        if (index < 0)
            index += length;

        // An index outside the array is no match, but no dead end either.
        return index < 0 || index >= length || Continue(array[index], evaluation);
    }
}

/// <summary><c>[1]</c>, <c>[-1]</c> and <c>[0,2]</c>.</summary>
internal sealed class IndexToken(int[] indexes) : ArrayToken
{
    public override bool IsDefinite => indexes.Length == 1;

    public override bool IsStep => indexes.Length == 1;

    /// <summary>The one index, where it is known without the array's length.</summary>
    public int? FromStart => indexes is [>= 0 and var index] ? index : null;

    public override bool TryStep(ref JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return false;

        var length = element.GetArrayLength();
        var index = indexes[0] < 0 ? indexes[0] + length : indexes[0];
        if (index < 0 || index >= length)
            return false;

        element = element[index];
        return true;
    }

    protected override bool EvaluateArray(JsonElement array, int length, PathEvaluation evaluation)
    {
        foreach (var index in indexes)
        {
            if (!ContinueAt(array, length, index, evaluation))
                return false;
        }

        return true;
    }
}

/// <summary><c>[from:to]</c> with either end left out. A third number is accepted and ignored, as Jayway does.</summary>
internal sealed class SliceToken(int? from, int? to) : ArrayToken
{
    public override bool IsDefinite => false;

    protected override bool EvaluateArray(JsonElement array, int length, PathEvaluation evaluation)
    {
        // Jayway counts from the end only where one end is left out; [1:-1] is empty.
        int start, end;
        if (to is null)
        {
            start = Math.Max(0, from!.Value < 0 ? from.Value + length : from.Value);
            end = length;
        }
        else if (from is null)
        {
            start = 0;
            end = Math.Min(length, to.Value < 0 ? to.Value + length : to.Value);
        }
        else
        {
            start = Math.Max(from.Value, -length);
            end = Math.Min(length, to.Value);
        }

        if (start >= 0 && start < end)
        {
            // An element by its index costs a walk through the array before it.
            var index = 0;
            foreach (var item in array.EnumerateArray())
            {
                if (index >= end)
                    return true;

                if (index++ >= start && !Continue(item, evaluation))
                    return false;
            }

            return true;
        }

        for (var i = start; i < end; i++)
        {
            if (!ContinueAt(array, length, i, evaluation))
                return false;
        }

        return true;
    }
}
