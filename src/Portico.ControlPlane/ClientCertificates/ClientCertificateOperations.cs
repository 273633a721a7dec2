using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Accounts;
using Portico.Model.Patching;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.ClientCertificates;

/// <summary>Certificates that stages show to back ends. Their keys never leave the store by this way.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_ClientCertificate.html"/>
internal sealed class ClientCertificateOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("GenerateClientCertificate", GenerateAsync, (writer, certificate) => Write(writer, certificate, emptyTags: false))
        .Add("GetClientCertificates", ListAsync, (writer, page) => page.Write(writer, (each, certificate) => Write(each, certificate, emptyTags: false)))
        .Add("GetClientCertificate", GetAsync, (writer, certificate) => Write(writer, certificate, emptyTags: true))
        .Add("UpdateClientCertificate", UpdateAsync, (writer, certificate) => Write(writer, certificate, emptyTags: true))
        .Add("DeleteClientCertificate", DeleteAsync);

    private async ValueTask<ClientCertificate> GenerateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var tags = TagRules.Checked(call.Input.MapOrEmpty("tags"));
        var now = services.Time.GetUtcNow();
        var made = services.NewClientCertificate(now);
        var certificate = new ClientCertificate
        {
            ClientCertificateId = services.Identifiers.Next(6),
            Description = call.Input.TextOrNull("description"),
            PemEncodedCertificate = made.Certificate,
            PrivateKey = made.PrivateKey,
            CreatedDate = now,
            ExpirationDate = now.AddDays(GeneratedCertificate.ValidDays),
            Tags = tags,
        };
        return await account.ChangeAsync(
            entry => (entry with { ClientCertificates = entry.ClientCertificates.Add(certificate.ClientCertificateId, certificate) }, certificate), cancellationToken);
    }

    private ValueTask<Page<ClientCertificate>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Page.Of(call.Input, account.Present.ClientCertificates.Values, certificate => certificate.ClientCertificateId));

    private ValueTask<ClientCertificate> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(CertificateOf(call, account.Present));

    private ValueTask<ClientCertificate> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        account.ChangeAsync(
            entry =>
            {
                var certificate = ClientCertificatePatches.Apply(CertificateOf(call, entry), call.Input.PatchOperations());
                return (entry with { ClientCertificates = entry.ClientCertificates.SetItem(certificate.ClientCertificateId, certificate) }, certificate);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = CertificateOf(call, account.Present).ClientCertificateId;
        await foreach (var api in account.ApisAsync(cancellationToken))
        {
            if (api.Stages.Values.FirstOrDefault(stage => stage.ClientCertificateId == id) is { } user)
            {
                throw ServiceException.BadRequest($"Cannot delete client certificate '{id}', is referenced in stage: {api.Definition.Api.Id}:{user.StageName}");
            }
        }

        await account.ChangeAsync(
            entry => (entry with { ClientCertificates = entry.ClientCertificates.Remove(CertificateOf(call, entry).ClientCertificateId) }, true), cancellationToken);
    }

    private static ClientCertificate CertificateOf(OperationCall call, AccountEntry entry) =>
        entry.ClientCertificates.GetValueOrDefault(call.Input.Required("clientCertificateId")) ?? throw Missing.ClientCertificate();

    private static void Write(Utf8JsonWriter writer, ClientCertificate certificate, bool emptyTags)
    {
        writer.WriteStartObject();
        writer.WriteString("clientCertificateId", certificate.ClientCertificateId);
        writer.WriteOptional("description", certificate.Description);
        writer.WriteString("pemEncodedCertificate", certificate.PemEncodedCertificate);
        writer.WriteDate("createdDate", certificate.CreatedDate);
        writer.WriteDate("expirationDate", certificate.ExpirationDate);
        if (emptyTags || certificate.Tags.Count > 0) writer.WriteMap("tags", certificate.Tags);
        writer.WriteEndObject();
    }
}
