using Portico.Model.Lambda;
using Portico.Protocol.Access;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Operations;

/// <summary>What callers of Lambda's API must be allowed to do, operation by operation.</summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html"/>
public static class LambdaPermissions
{
    /// <summary>By operation: every operation of the table has one.</summary>
    public static ILookup<string, OperationPermission> All { get; } = OperationTables.Lambda.Operations.Values.Select(Usual).ToLookup(row => row.Operation, StringComparer.Ordinal);

    private static OperationPermission Usual(OperationDescription operation)
    {
        var label = operation.Uri.Segments.FirstOrDefault(segment => segment is "{FunctionName}" or "{Resource}");
        return new(operation.Name, $"lambda:{Action(operation.Name)}", label is null ? "*" : $"arn:aws:lambda:{{region}}:{{account}}:function:{label}") { ReadLabel = FunctionName };
    }

    private static string Action(string operation) => operation is "Invoke" or "InvokeWithResponseStream" ? "InvokeFunction" : operation;

    // Functions go by their names here: whatever form of a name a call uses, the same function is meant.
    private static string FunctionName(string label) =>
        FunctionReference.TryParse(label) is { } reference ? (reference.Qualifier is null ? reference.Name : $"{reference.Name}:{reference.Qualifier}") : label;
}
