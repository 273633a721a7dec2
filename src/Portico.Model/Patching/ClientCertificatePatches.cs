using Portico.Model.Accounts;

namespace Portico.Model.Patching;

/// <summary>What may be patched of a client certificate: what is said about it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateClientCertificate-Patch"/>
public static class ClientCertificatePatches
{
    private static readonly PatchTable<ClientCertificate> Table = new(PatchRefusals.Listing("/description"),
        new PatchRow<ClientCertificate>("/description", PatchOps.Replace, (certificate, step) => certificate with { Description = step.ValueOrNull }));

    /// <summary>The certificate after all operations, or the refusal of one.</summary>
    public static ClientCertificate Apply(ClientCertificate certificate, IEnumerable<PatchOperation> operations) => Table.Apply(certificate, operations);
}
