using System.Collections.Immutable;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Certificates;
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

    private async ValueTask<DomainName> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        if (input.TextOrNull("policy") is not null) throw DomainNameRules.Policy("policy");
        var types = EndpointTypes(input.Structure("endpointConfiguration"));
        var domain = DomainNameRules.Checked(new()
        {
            Name = input.Required("domainName").ToLowerInvariant(),
            DomainNameId = types.Contains(EndpointType.PRIVATE) ? services.Identifiers.Next(10) : null,
            Types = types,
            IpAddressType = input.Structure("endpointConfiguration")?.TextOrNull("ipAddressType") ?? RestApiRules.DefaultIpAddressType(types[0]),
            CertificateName = input.TextOrNull("certificateName"),
            CertificateArn = input.TextOrNull("certificateArn"),
            CertificateUploadDate = input.TextOrNull("certificateArn") is null && input.TextOrNull("certificateBody") is null ? null : services.Time.GetUtcNow(),
            UploadedCertificate = Uploaded(input),
            MutualTls = MutualTls(input.Structure("mutualTlsAuthentication")),
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
        CheckSecurityPolicy(domain);
        domain = await WithTruststoreAsync(DomainNameRules.Addressed(domain, services.Identifiers), cancellationToken);
        return await account.ChangeAsync(
            entry =>
            {
                if (entry.DomainNames.ContainsKey(domain.Key)) throw ServiceException.BadRequest("The domain name you provided already exists.");
                DomainNameRules.CheckCertificates(domain, arn => entry.Certificates.GetValueOrDefault(arn));
                return (entry with { DomainNames = entry.DomainNames.Add(domain.Key, domain) }, domain);
            },
            cancellationToken);
    }

    private CertificateMaterial? Uploaded(InputStructure input)
    {
        var (body, key, chain) = (input.TextOrNull("certificateBody"), input.TextOrNull("certificatePrivateKey"), input.TextOrNull("certificateChain"));
        if (body is null && key is null && chain is null) return null;
        if (body is null || key is null) throw ServiceException.BadRequest("An uploaded certificate needs certificateBody and certificatePrivateKey");
        try
        {
            return CertificateRules.Checked(new() { Body = body, PrivateKey = key, Chain = chain }, services.Time.GetUtcNow());
        }
        catch (ServiceException refusal)
        {
            throw ServiceException.BadRequest(refusal.Message);
        }
    }

    private static MutualTlsAuthentication? MutualTls(InputStructure? input)
    {
        var version = input?.TextOrNull("truststoreVersion");
        if (input?.TextOrNull("truststoreUri") is { } uri) return new() { TruststoreUri = uri, TruststoreVersion = version };
        return version is null ? null : throw ServiceException.BadRequest("Invalid truststoreVersion specified: there is no truststoreUri");
    }

    private void CheckSecurityPolicy(DomainName domain)
    {
        if (services.ObjectionToSecurityPolicy(domain.SecurityPolicy) is { } objection) throw ServiceException.BadRequest(objection);
    }

    // Taken over as it is now, so that requests depend on nothing outside.
    private async ValueTask<DomainName> WithTruststoreAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (domain.MutualTls is not { } mutual) return domain;
        var bundle = await services.ReadTruststore(mutual.TruststoreUri, mutual.TruststoreVersion, cancellationToken);
        return domain with { MutualTls = mutual with { Bundle = bundle, Warnings = Truststore.Read(bundle, services.Time.GetUtcNow()).Warnings } };
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

    private async ValueTask<DomainName> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var operations = call.Input.PatchOperations().ToList();

        // A truststore is fetched before the change, and again whenever it is named, so that its latest version can be asked for.
        MutualTlsAuthentication? fetched = null;
        if (operations.Any(operation => operation.Path?.StartsWith("/mutualTlsAuthentication/", StringComparison.Ordinal) == true))
        {
            fetched = (await WithTruststoreAsync(DomainNamePatches.Apply(call.DomainOf(account.Present), operations, SecurityPolicies), cancellationToken)).MutualTls;
        }

        return await account.ChangeAsync(
            entry =>
            {
                var domain = DomainNameRules.Addressed(DomainNamePatches.Apply(call.DomainOf(entry), operations, SecurityPolicies), services.Identifiers);
                if (fetched is not null && (domain.MutualTls?.TruststoreUri, domain.MutualTls?.TruststoreVersion) == (fetched.TruststoreUri, fetched.TruststoreVersion)) domain = domain with { MutualTls = fetched };
                if (domain.MutualTls is { Bundle: "" }) throw ServiceException.Conflict("Unable to complete operation due to concurrent modification. Please try again later.");
                CheckSecurityPolicy(domain);
                DomainNameRules.CheckCertificates(domain, arn => entry.Certificates.GetValueOrDefault(arn));
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
                    RoutingRules = entry.RoutingRules.RemoveRange(entry.RoutingRules.Where(pair => pair.Value.DomainKey == domain.Key).Select(pair => pair.Key)),
                    BasePathMappings = entry.BasePathMappings.RemoveRange(entry.MappingsOf(domain).Select(mapping => mapping.Key)),
                    DomainNameAccessAssociations = entry.DomainNameAccessAssociations.RemoveRange(
                        entry.DomainNameAccessAssociations.Where(pair => pair.Value.DomainNameArn == domain.Arn).Select(pair => pair.Key)),
                };
                return (next, true);
            },
            cancellationToken);
}
