using Portico.ControlPlane.Operations;
using Portico.Protocol.Access;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Lambda;

/// <summary>What callers of Lambda's own API must be allowed to do, operation by operation.</summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html"/>
public static class LambdaPermissions
{
    private const string Function = "arn:aws:lambda:{region}:{account}:function:";

    /// <summary>By operation: every operation of the table has one.</summary>
    public static ILookup<string, OperationPermission> All { get; } =
        OperationTables.Lambda.Operations.Values.Select(Row).ToLookup(row => row.Operation, StringComparer.Ordinal);

    private static OperationPermission Row(OperationDescription operation) => new(operation.Name, Action(operation.Name), Resource(operation));

    // However it is called, it is one right.
    private static string Action(string operation) => operation is "Invoke" or "InvokeAsync" or "InvokeWithResponseStream" ? "lambda:InvokeFunction" : $"lambda:{operation}";

    private static string Resource(OperationDescription operation)
    {
        if (operation.Uri.Segments.Contains("{FunctionName}")) return Function + "{FunctionName|function}";
        if (operation.Uri.Segments.Contains("{Resource}")) return Function + "{Resource|function}";

        // Its name stands in the body, which is read later: who may create functions may create any.
        return operation.Name == "CreateFunction" ? Function + "*" : "*";
    }
}
