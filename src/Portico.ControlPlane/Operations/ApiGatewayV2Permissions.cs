using Portico.Protocol.Access;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Operations;

/// <summary>What callers of version 2 must be allowed to do, operation by operation.</summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html"/>
public static class ApiGatewayV2Permissions
{
    /// <summary>By operation: every operation of the table has one.</summary>
    public static ILookup<string, OperationPermission> All { get; } = OperationTables.ApiGatewayV2.Operations.Values.Select(Row).ToLookup(row => row.Operation, StringComparer.Ordinal);

    // The action is the method, the resource the path without the version. Routing rules have actions of their own, and an account.
    private static OperationPermission Row(OperationDescription operation)
    {
        var path = string.Concat(operation.Uri.Segments.Skip(1).Select(segment => segment is "{resource-arn}" ? "/{resource-arn|encoded}" : $"/{segment}"));
        return operation.Uri.Segments.Contains("routingrules")
            ? new(operation.Name, $"apigateway:{operation.Name.Replace("Put", "Update", StringComparison.Ordinal)}", "arn:aws:apigateway:{region}:{account}:" + path)
            : new(operation.Name, $"apigateway:{operation.Method}", "arn:aws:apigateway:{region}::" + path);
    }
}
