using System.Collections.Immutable;
using Portico.Protocol.Access;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Operations;

/// <summary>What callers of the control plane must be allowed to do, operation by operation.</summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html"/>
public static class ApiGatewayPermissions
{
    /// <summary>A policy of an API says who may call it: changing one is an action of its own, on top.</summary>
    public const string UpdateRestApiPolicy = "apigateway:UpdateRestApiPolicy";

    private const string Root = "arn:aws:apigateway:{region}::";

    private static readonly ImmutableArray<OperationPermission> Additional =
    [
        new("CreateRestApi", UpdateRestApiPolicy, $"{Root}/restapis", "with a resource policy"),
        new("ImportRestApi", UpdateRestApiPolicy, $"{Root}/restapis", "with a resource policy"),
        new("PutRestApi", UpdateRestApiPolicy, $"{Root}/restapis/{{restapi_id}}", "that changes the resource policy"),
        new("UpdateRestApi", UpdateRestApiPolicy, $"{Root}/restapis/{{restapi_id}}", "that changes the resource policy"),
    ];

    /// <summary>By operation: every operation of the table has at least one.</summary>
    public static ILookup<string, OperationPermission> All { get; } = OperationTables.ApiGateway.Operations.Values.Select(Usual).Concat(Additional).ToLookup(row => row.Operation, StringComparer.Ordinal);

    // The action is the method, the resource the path.
    private static OperationPermission Usual(OperationDescription operation)
    {
        var path = string.Concat(operation.Uri.Segments.Select(segment => segment == "{resource_arn}" ? "/{resource_arn|encoded}" : $"/{segment}"));
        return new(operation.Name, $"apigateway:{operation.Method}", Root + path);
    }
}
