using System.Collections.Immutable;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Domains;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.DomainNames;

/// <summary>Host names of one's own. They answer requests by their base path mappings as soon as a call has answered.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html"/>
internal sealed class DomainNameOperations(ControlPlaneServices services, AccountAccess account)
{
    private static readonly ImmutableArray<string> SecurityPolicies = OperationTables.ApiGateway.Shape("SecurityPolicy").Enumeration;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateDomainName", CreateAsync, (writer, domain) => DomainNameWriter.Write(writer, domain, emptyTags: false))
        .Add("GetDomainNames", ListAsync, (writer, page) => page.Write(writer, (each, domain) => DomainNameWriter.Write(each, domain, emptyTags: false)))
        .Add("GetDomainName", GetAsync, (writer, domain) => DomainNameWriter.Write(writer, domain, emptyTags: true))
        .Add("UpdateDomainName", UpdateAsync, (writer, domain) => DomainNameWriter.Write(writer, domain, emptyTags: true))
        .Add("DeleteDomainName", DeleteAsync);

    private ValueTask<DomainName> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        CheckEnforced(input);
        var types = EndpointTypes(input.Structure("endpointConfiguration"));
        var domain = DomainNameRules.Checked(new()
        {
            Name = input.Required("domainName").ToLowerInvariant(),
            DomainNameId = types.Contains(EndpointType.PRIVATE) ? services.Identifiers.Next(10) : null,
            Types = types,
            IpAddressType = input.Structure("endpointConfiguration")?.TextOrNull("ipAddressType") ?? RestApiRules.DefaultIpAddressType(types[0]),
            CertificateName = input.TextOrNull("certificateName"),
            CertificateArn = input.TextOrNull("certificateArn"),
            CertificateUploadDate = input.TextOrNull("certificateArn") is null ? null : services.Time.GetUtcNow(),
            RegionalCertificateName = input.TextOrNull("regionalCertificateName"),
            RegionalCertificateArn = input.TextOrNull("regionalCertificateArn"),
            SecurityPolicy = input.TextOrNull("securityPolicy") ?? "TLS_1_2",
            EndpointAccessMode = input.TextOrNull("endpointAccessMode"),
            OwnershipVerificationCertificateArn = input.TextOrNull("ownershipVerificationCertificateArn"),
            RoutingMode = input.TextOrNull("routingMode") ?? "BASE_PATH_MAPPING_ONLY",
            AccountId = call.AccountId,
            Region = call.Region,
            Tags = TagRules.Checked(input.MapOrEmpty("tags")),
        });
        domain = DomainNameRules.Addressed(domain, services.Identifiers);
        return account.ChangeAsync(
            entry => entry.DomainNames.ContainsKey(domain.Key)
                ? throw ServiceException.BadRequest("The domain name you provided already exists.")
                : (entry with { DomainNames = entry.DomainNames.Add(domain.Key, domain) }, domain),
            cancellationToken);
    }

    // What protects a domain name is enforced or refused, never just kept.
    private static void CheckEnforced(InputStructure input)
    {
        if (input.Structure("mutualTlsAuthentication")?.TextOrNull("truststoreUri") is not null) throw DomainNameRules.MutualTls();
        if (input.TextOrNull("policy") is not null) throw DomainNameRules.Policy("policy");
        if (input.TextOrNull("certificateBody") is not null || input.TextOrNull("certificatePrivateKey") is not null || input.TextOrNull("certificateChain") is not null)
        {
            throw DomainNameRules.UploadedCertificate();
        }
    }

    private static ImmutableArray<EndpointType> EndpointTypes(InputStructure? endpoint)
    {
        if (endpoint?.Texts("types") is not { } types) return [EndpointType.EDGE];
        return types.Length == 1 ? [RestApiRules.ParseType(types[0])] : throw ServiceException.BadRequest("A domain name is created with exactly one endpoint type");
    }

    private ValueTask<Page<DomainName>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        // No other account shares anything with this one.
        IEnumerable<DomainName> domains = call.Input.Text("resourceOwner") == "OTHER_ACCOUNTS" ? [] : account.Present.DomainNames.Values;
        return ValueTask.FromResult(Page.Of(call.Input, domains, domain => domain.Key));
    }

    private ValueTask<DomainName> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(call.DomainOf(account.Present));

    private ValueTask<DomainName> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var operations = call.Input.PatchOperations().ToList();
        return account.ChangeAsync(
            entry =>
            {
                var domain = DomainNameRules.Addressed(DomainNamePatches.Apply(call.DomainOf(entry), operations, SecurityPolicies), services.Identifiers);
                foreach (var mapping in entry.MappingsOf(domain)) BasePathMappingRules.Check(domain, mapping);
                return (entry with { DomainNames = entry.DomainNames.SetItem(domain.Key, domain) }, domain);
            },
            cancellationToken);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await account.ChangeAsync(
            entry =>
            {
                var domain = call.DomainOf(entry);
                var next = entry with
                {
                    DomainNames = entry.DomainNames.Remove(domain.Key),
                    BasePathMappings = entry.BasePathMappings.RemoveRange(entry.MappingsOf(domain).Select(mapping => mapping.Key)),
                    DomainNameAccessAssociations = entry.DomainNameAccessAssociations.RemoveRange(
                        entry.DomainNameAccessAssociations.Where(pair => pair.Value.DomainNameArn == domain.Arn).Select(pair => pair.Key)),
                };
                return (next, true);
            },
            cancellationToken);
}
