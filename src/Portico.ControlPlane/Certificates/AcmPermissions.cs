using Portico.ControlPlane.Operations;
using Portico.Protocol.Access;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Certificates;

/// <summary>What callers of AWS Certificate Manager must be allowed to do, operation by operation.</summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html"/>
public static class AcmPermissions
{
    /// <summary>What stands for the certificate that the input names.</summary>
    internal const string Named = "{CertificateArn}";

    /// <summary>By operation: every operation of the table has one.</summary>
    public static ILookup<string, OperationPermission> All { get; } = OperationTables.Acm.Operations.Values.Select(Row).ToLookup(row => row.Operation, StringComparer.Ordinal);

    private static OperationPermission Row(OperationDescription operation) => new(operation.Name, $"acm:{operation.Name}", operation.Name switch
    {
        "ListCertificates" or "SearchCertificates" or "GetAccountConfiguration" or "PutAccountConfiguration" or "RequestCertificate" => "*",
        _ => Named,
    });
}
