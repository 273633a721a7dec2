using System.Text.Json;

namespace Portico.Json.Paths;

/// <summary><c>.*</c> and <c>[*]</c>: every member or element.</summary>
internal sealed class WildcardToken : PathToken
{
    public override bool IsDefinite => false;

    public override bool Evaluate(JsonElement model, PathEvaluation evaluation)
    {
        if (model.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in model.EnumerateObject())
            {
                if (!Continue(property.Value, evaluation))
                    return false;
            }
        }
        else if (model.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in model.EnumerateArray())
            {
                // A dead end below one element does not end the others.
                if (!Continue(item, evaluation) && (evaluation.RequiresMembers || evaluation.Failure is not null))
                    return false;
            }
        }

        return true;
    }
}
