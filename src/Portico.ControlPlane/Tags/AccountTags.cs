using System.Collections.Immutable;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.Storage;
using TagMap = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Portico.ControlPlane.Tags;

/// <summary>The account's own things that have tags, each a row: the collection in its ARN, how its tags are read and how they are set.</summary>
internal static class AccountTags
{
    private static readonly ImmutableArray<Row> Rows =
    [
        new("apikeys", Missing.ApiKey,
            (entry, id) => entry.ApiKeys.GetValueOrDefault(id)?.Tags,
            (entry, id, tags) => entry with { ApiKeys = entry.ApiKeys.SetItem(id, entry.ApiKeys[id] with { Tags = tags }) }),
        new("usageplans", Missing.UsagePlan,
            (entry, id) => entry.UsagePlans.GetValueOrDefault(id)?.Tags,
            (entry, id, tags) => entry with { UsagePlans = entry.UsagePlans.SetItem(id, entry.UsagePlans[id] with { Tags = tags }) }),
        new("clientcertificates", Missing.ClientCertificate,
            (entry, id) => entry.ClientCertificates.GetValueOrDefault(id)?.Tags,
            (entry, id, tags) => entry with { ClientCertificates = entry.ClientCertificates.SetItem(id, entry.ClientCertificates[id] with { Tags = tags }) }),
        new("domainnames", Missing.DomainName,
            (entry, id) => entry.DomainNames.GetValueOrDefault(id)?.Tags,
            (entry, id, tags) => entry with { DomainNames = entry.DomainNames.SetItem(id, entry.DomainNames[id] with { Tags = tags }) }),
        new("vpclinks", Missing.VpcLink,
            (entry, id) => entry.VpcLinks.GetValueOrDefault(id)?.Tags,
            (entry, id, tags) => entry with { VpcLinks = entry.VpcLinks.SetItem(id, entry.VpcLinks[id] with { Tags = tags }) }),
    ];

    // Named by its whole ARN.
    private static readonly Row Association = new("domainnameaccessassociations", Missing.DomainNameAccessAssociation,
        (entry, arn) => entry.DomainNameAccessAssociations.GetValueOrDefault(arn)?.Tags,
        (entry, arn, tags) => entry with { DomainNameAccessAssociations = entry.DomainNameAccessAssociations.SetItem(arn, entry.DomainNameAccessAssociations[arn] with { Tags = tags }) });

    /// <summary>What an ARN names, or null when it is none of these kinds.</summary>
    /// <param name="path">Its last part, such as <c>/apikeys/{id}</c>.</param>
    public static Target? Find(string arn, string path)
    {
        var parts = path.Split('/');
        if (parts is ["", "domainnameaccessassociations", _, ..]) return new(Association, arn);
        return parts is ["", var collection, { Length: > 0 } id] && Rows.FirstOrDefault(row => row.Collection == collection) is { } found ? new(found, id) : null;
    }

    /// <summary>One thing with tags.</summary>
    public sealed record Target(Row Row, string Id)
    {
        public TagMap Of(AccountEntry entry) => Row.Read(entry, Id) ?? throw Row.Missing();

        public AccountEntry With(AccountEntry entry, TagMap tags) => Row.Set(entry, Id, tags);
    }

    public sealed record Row(
        string Collection, Func<ServiceException> Missing, Func<AccountEntry, string, TagMap?> Read, Func<AccountEntry, string, TagMap, AccountEntry> Set);
}
