using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary><c>[?(…)]</c>: the elements of an array for which the expression holds, or the object itself.</summary>
internal sealed class FilterToken(FilterExpression expression) : PathToken
{
    public override bool IsDefinite => false;

    public bool Accepts(JsonElement model, PathEvaluation evaluation)
    {
        if (!evaluation.Spend())
            return false;

        // Filters stand inside filters: the outer one's state comes back afterwards.
        var (refused, requires) = (evaluation.IsFilterRefused, evaluation.RequiresMembers);
        (evaluation.IsFilterRefused, evaluation.RequiresMembers) = (false, false);
        var holds = expression.Holds(model, evaluation) && !evaluation.IsFilterRefused;
        (evaluation.IsFilterRefused, evaluation.RequiresMembers) = (refused, requires);
        return holds;
    }

    public override bool Evaluate(JsonElement model, PathEvaluation evaluation)
    {
        if (model.ValueKind == JsonValueKind.Object)
            return !Accepts(model, evaluation) ? evaluation.Failure is null : Continue(model, evaluation);

        if (model.ValueKind != JsonValueKind.Array)
            return !IsUpstreamDefinite || evaluation.Fail("a filter cannot be applied to a value that is neither object nor array");

        foreach (var item in model.EnumerateArray())
        {
            if (Accepts(item, evaluation) && !Continue(item, evaluation))
                return false;
        }

        return evaluation.Failure is null;
    }
}
