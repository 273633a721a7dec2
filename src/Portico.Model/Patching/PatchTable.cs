using System.Collections.Immutable;

namespace Portico.Model.Patching;

/// <summary>
/// What may be patched of one kind of thing, and how. Operations run in their order on an immutable state, so that a refusal
/// leaves everything as it was. The first row that matches a place is the one that counts.
/// </summary>
public sealed class PatchTable<TState>(PatchRefusals refusals, params PatchRow<TState>[] rows)
{
    /// <exception cref="Portico.Aws.ServiceException">An operation is refused.</exception>
    public TState Apply(TState state, IEnumerable<PatchOperation> operations)
    {
        foreach (var operation in operations) state = Apply(state, operation);
        return state;
    }

    private TState Apply(TState state, PatchOperation operation)
    {
        if (operation.Path is not ['/', ..]) throw refusals.UnknownPath(operation);
        ImmutableArray<string> segments = [.. operation.Path.Split('/').Skip(1).Select(Unescape)];
        var op = Parse(operation.Op);
        foreach (var row in rows)
        {
            if (row.Match(segments) is not { } names) continue;
            if (op == PatchOps.None || !row.Allowed.HasFlag(op)) throw refusals.RefusedOp(operation, row.Allowed);
            return row.Apply(state, new(op, operation.Path, names, operation.Value, operation.From));
        }

        throw refusals.UnknownPath(operation);
    }

    private static PatchOps Parse(string? op) => op switch
    {
        "add" => PatchOps.Add,
        "remove" => PatchOps.Remove,
        "replace" => PatchOps.Replace,
        "copy" => PatchOps.Copy,
        "move" => PatchOps.Move,
        "test" => PatchOps.Test,
        _ => PatchOps.None,
    };

    // RFC 6901: ~1 first, so that ~01 stays ~1.
    private static string Unescape(string segment) => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
