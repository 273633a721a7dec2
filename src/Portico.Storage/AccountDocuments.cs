using System.Collections.Immutable;
using System.Text.Json;
using Portico.Model.Accounts;
using Portico.Storage.Serialization;

namespace Portico.Storage;

/// <summary>
/// The documents of which an account's own things consist: where they stand, how they are read together, and which of them a
/// change touches. A kind of thing is a row of <see cref="Kinds"/>.
/// </summary>
/// <remarks>
/// Invariant: every commit that touches one of them also writes the settings. That document's revision therefore is the
/// revision of all: the condition of each change, and the proof that what was read one after another belongs together.
/// </remarks>
internal static class AccountDocuments
{
    public const string SettingsKey = "account/settings";

    private static readonly ImmutableArray<IAccountDocumentKind> Kinds =
    [
        new AccountDocumentKind<Model.Usage.ApiKey>("apikey", static () => CatalogJson.ApiKey, entry => entry.ApiKeys, (entry, all) => entry with { ApiKeys = all }, key => key.Id),
        new AccountDocumentKind<Model.Usage.UsagePlan>("usageplan", static () => CatalogJson.UsagePlan, entry => entry.UsagePlans, (entry, all) => entry with { UsagePlans = all }, plan => plan.Id),
        new AccountDocumentKind<Model.Usage.UsagePlanKey>("usageplankey", static () => CatalogJson.UsagePlanKey, entry => entry.UsagePlanKeys, (entry, all) => entry with { UsagePlanKeys = all }, key => key.Id),
        new AccountDocumentKind<ClientCertificate>("clientcertificate", static () => CatalogJson.ClientCertificate, entry => entry.ClientCertificates, (entry, all) => entry with { ClientCertificates = all }, certificate => certificate.ClientCertificateId),
        new AccountDocumentKind<Model.Domains.DomainName>("domainname", static () => CatalogJson.DomainName, entry => entry.DomainNames, (entry, all) => entry with { DomainNames = all }, domain => domain.Key),
        new AccountDocumentKind<Model.Domains.BasePathMapping>("basepathmapping", static () => CatalogJson.BasePathMapping, entry => entry.BasePathMappings, (entry, all) => entry with { BasePathMappings = all }, mapping => mapping.Key),
        new AccountDocumentKind<Model.Domains.RoutingRule>("routingrule", static () => CatalogJson.RoutingRule, entry => entry.RoutingRules, (entry, all) => entry with { RoutingRules = all }, rule => rule.Key),
        new AccountDocumentKind<Model.Certificates.Certificate>("certificate", static () => CatalogJson.Certificate, entry => entry.Certificates, (entry, all) => entry with { Certificates = all }, certificate => certificate.Arn),
        new AccountDocumentKind<Model.Domains.DomainNameAccessAssociation>("domainnameaccessassociation", static () => CatalogJson.DomainNameAccessAssociation, entry => entry.DomainNameAccessAssociations, (entry, all) => entry with { DomainNameAccessAssociations = all }, association => association.DomainNameAccessAssociationArn),
        new AccountDocumentKind<VpcLink>("vpclink", static () => CatalogJson.VpcLink, entry => entry.VpcLinks, (entry, all) => entry with { VpcLinks = all }, link => link.Id),
    ];

    /// <summary>What is in the store with the revision of its settings; an empty entry and null when nothing was ever written.</summary>
    public static async Task<(AccountEntry Entry, long? Revision)> ReadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var document = await store.ReadAsync(SettingsKey, cancellationToken);
        while (document is not null)
        {
            var entry = new AccountEntry { Settings = StoredJson.Read(document, CatalogJson.AccountSettings) };
            foreach (var kind in Kinds) entry = await kind.ReadAsync(store, entry, cancellationToken);

            // The scans see one moment each, not one together: they belong together only if no change came between.
            var after = await store.ReadAsync(SettingsKey, cancellationToken);
            if (after?.Revision == document.Revision) return (entry, document.Revision);
            document = after;
        }

        return (new AccountEntry(), null);
    }

    /// <summary>The commit that turns one entry into the other, writing only what is not the same reference.</summary>
    public static DocumentCommit Difference(AccountEntry present, long? presentRevision, AccountEntry next)
    {
        var writes = ImmutableArray.CreateBuilder<DocumentWrite>();
        var deletes = ImmutableArray.CreateBuilder<string>();
        writes.Add(new(SettingsKey, new DocumentContent(() => JsonSerializer.SerializeToUtf8Bytes(next.Settings, CatalogJson.AccountSettings))));
        foreach (var kind in Kinds) kind.Compare(present, next, writes, deletes);
        return new DocumentCommit
        {
            Writes = writes.DrainToImmutable(),
            Deletes = deletes.DrainToImmutable(),
            Expectations = [new(SettingsKey, presentRevision)],
        };
    }
}
