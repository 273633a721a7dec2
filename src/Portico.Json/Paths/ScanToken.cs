using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary><c>..</c>: applies what follows to every object and array, from the top down.</summary>
internal sealed class ScanToken : PathToken
{
    public override bool IsDefinite => false;

    public override bool Evaluate(JsonElement model, PathEvaluation evaluation)
    {
        if (!evaluation.Spend())
            return false;

        if (model.ValueKind == JsonValueKind.Object)
        {
            if (IsWanted(model, evaluation) && !Next!.Evaluate(model, evaluation))
                return false;

            foreach (var property in model.EnumerateObject())
            {
                if (!Evaluate(property.Value, evaluation))
                    return false;
            }
        }
        else if (model.ValueKind == JsonValueKind.Array)
        {
            if (IsWanted(model, evaluation) && !EvaluateArray(model, evaluation))
                return false;

            foreach (var item in model.EnumerateArray())
            {
                if (!Evaluate(item, evaluation))
                    return false;
            }
        }

        return evaluation.Failure is null;
    }

    private bool EvaluateArray(JsonElement array, PathEvaluation evaluation)
    {
        if (Next!.IsLeaf)
            return Next.Evaluate(array, evaluation);

        // Jayway goes on with every element here, whatever the part after the dots says: $..[0].id is the id of all of them.
        foreach (var item in array.EnumerateArray())
        {
            if (!Next.Next!.Evaluate(item, evaluation))
                return false;
        }

        return true;
    }

    private bool IsWanted(JsonElement model, PathEvaluation evaluation) => Next switch
    {
        MemberToken member => model.ValueKind == JsonValueKind.Object && (evaluation.RequiresMembers || !member.IsDefinite || member.HasAll(model)),
        ArrayToken => model.ValueKind == JsonValueKind.Array,
        WildcardToken => true,
        FilterToken filter => filter.Accepts(model, evaluation),
        _ => false,
    };
}
