using System.Text.Json;
using System.Text.RegularExpressions;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Domains;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.DomainNames;

/// <summary>Which VPC endpoints lead to private domain names.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DomainNameAccessAssociation.html"/>
internal sealed partial class DomainNameAccessAssociationOperations(AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateDomainNameAccessAssociation", CreateAsync, Write)
        .Add("GetDomainNameAccessAssociations", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("DeleteDomainNameAccessAssociation", DeleteAsync)
        .Add("RejectDomainNameAccessAssociation", RejectAsync);

    private ValueTask<DomainNameAccessAssociation> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var source = call.Input.Required("accessAssociationSource");
        if (!VpcEndpoint().IsMatch(source)) throw ServiceException.BadRequest($"Invalid access association source '{source}' specified, must be the id of a VPC endpoint such as vpce-0123456789abcdef0");
        var tags = TagRules.Checked(call.Input.MapOrEmpty("tags"));
        return account.ChangeAsync(
            entry =>
            {
                var domain = entry.DomainNames.Values.FirstOrDefault(each => each.Arn == call.Input.Required("domainNameArn")) ?? throw Missing.DomainName();
                if (!domain.IsPrivate) throw ServiceException.BadRequest("Domain name access associations are only supported for private domain names");
                var association = new DomainNameAccessAssociation
                {
                    DomainNameAccessAssociationArn = $"arn:aws:apigateway:{domain.Region}:{domain.AccountId}:/domainnameaccessassociations/domainname/{domain.Key}/vpcesource/{source}",
                    DomainNameArn = domain.Arn,
                    AccessAssociationSourceType = call.Input.Required("accessAssociationSourceType"),
                    AccessAssociationSource = source,
                    Tags = tags,
                };
                if (entry.DomainNameAccessAssociations.ContainsKey(association.DomainNameAccessAssociationArn))
                {
                    throw ServiceException.Conflict("Domain name access association already exists");
                }

                return (entry with { DomainNameAccessAssociations = entry.DomainNameAccessAssociations.Add(association.DomainNameAccessAssociationArn, association) }, association);
            },
            cancellationToken);
    }

    private ValueTask<Page<DomainNameAccessAssociation>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        // No other account shares anything with this one.
        IEnumerable<DomainNameAccessAssociation> all = call.Input.Text("resourceOwner") == "OTHER_ACCOUNTS" ? [] : account.Present.DomainNameAccessAssociations.Values;
        return ValueTask.FromResult(Page.Of(call.Input, all, association => association.DomainNameAccessAssociationArn));
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) => await RemoveAsync(call, domainNameArn: null, cancellationToken);

    private async ValueTask RejectAsync(OperationCall call, CancellationToken cancellationToken) => await RemoveAsync(call, call.Input.Required("domainNameArn"), cancellationToken);

    private ValueTask<bool> RemoveAsync(OperationCall call, string? domainNameArn, CancellationToken cancellationToken) =>
        account.ChangeAsync(
            entry =>
            {
                var association = entry.DomainNameAccessAssociations.GetValueOrDefault(call.Input.Required("domainNameAccessAssociationArn"));
                if (association is null || domainNameArn is not null && association.DomainNameArn != domainNameArn) throw Missing.DomainNameAccessAssociation();
                return (entry with { DomainNameAccessAssociations = entry.DomainNameAccessAssociations.Remove(association.DomainNameAccessAssociationArn) }, true);
            },
            cancellationToken);

    private static void Write(Utf8JsonWriter writer, DomainNameAccessAssociation association)
    {
        writer.WriteStartObject();
        writer.WriteString("domainNameAccessAssociationArn", association.DomainNameAccessAssociationArn);
        writer.WriteString("domainNameArn", association.DomainNameArn);
        writer.WriteString("accessAssociationSourceType", association.AccessAssociationSourceType);
        writer.WriteString("accessAssociationSource", association.AccessAssociationSource);
        writer.WriteMapUnlessEmpty("tags", association.Tags);
        writer.WriteEndObject();
    }

    [GeneratedRegex(@"\Avpce-[0-9a-zA-Z]+\z")]
    private static partial Regex VpcEndpoint();
}
