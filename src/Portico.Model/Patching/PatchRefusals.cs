using Portico.Aws;

namespace Portico.Model.Patching;

/// <summary>How a kind of thing refuses an operation; AWS has several forms.</summary>
/// <param name="UnknownPath">For a place that no row names. The operation's path may be null.</param>
/// <param name="RefusedOp">For a place that a row names, and what that row allows.</param>
public sealed record PatchRefusals(Func<PatchOperation, ServiceException> UnknownPath, Func<PatchOperation, PatchOps, ServiceException> RefusedOp)
{
    /// <summary><c>Invalid patch path /x</c>: APIs, methods, integrations and their responses.</summary>
    public static PatchRefusals Plain { get; } = new(
        operation => ServiceException.BadRequest($"Invalid patch path {operation.Path ?? "null"}"),
        (_, allowed) => ServiceException.BadRequest(
            allowed == PatchOps.All
                ? "Invalid patch operation specified. Must be 'add'|'remove'|'replace'"
                : $"Invalid patch operation specified. Must be one of: [{Names(allowed)}]"));

    /// <summary><c>Invalid patch path  '/x' specified for op 'replace'. Must be one of: […]</c>: resources, models, validators and other flat things.</summary>
    /// <param name="places">In the order of AWS's text.</param>
    public static PatchRefusals Listing(params string[] places) => Of(operation => Listed(operation, operation.Op == "replace" ? places : []));

    /// <summary>The same where something can be removed, too; AWS lists what.</summary>
    /// <param name="places">In the order of AWS's text.</param>
    public PatchRefusals AndRemoving(params string[] places) => Of(operation => operation.Op == "remove" ? Listed(operation, places) : UnknownPath(operation));

    private static PatchRefusals Of(Func<PatchOperation, ServiceException> refuse) => new(refuse, (operation, _) => refuse(operation));

    private static ServiceException Listed(PatchOperation operation, string[] places) => ServiceException.BadRequest(
        $"Invalid patch path  '{operation.Path}' specified for op '{operation.Op}'. {(places.Length > 0 ? $"Must be one of: [{string.Join(", ", places)}]" : "Please choose supported operations")}");

    private static string Names(PatchOps allowed) =>
        string.Join(", ", new[] { PatchOps.Add, PatchOps.Remove, PatchOps.Replace, PatchOps.Copy }.Where(op => allowed.HasFlag(op)).Select(op => op.ToString().ToLowerInvariant()));
}
