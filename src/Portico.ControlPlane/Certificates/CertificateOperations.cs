using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.Model.Certificates;
using Portico.Model.Domains;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage;

namespace Portico.ControlPlane.Certificates;

/// <summary>Certificates that are imported, and what is told of them. Their keys never leave the store by this way.</summary>
/// <seealso href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html"/>
internal sealed class CertificateOperations(ControlPlaneServices services, AccountAccess account)
{
    private const int DefaultPage = 1000;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("ImportCertificate", ImportAsync, (writer, arn) =>
        {
            writer.WriteStartObject();
            writer.WriteString("CertificateArn", arn);
            writer.WriteEndObject();
        })
        .Add("DescribeCertificate", GetAsync, (writer, found) => CertificateWriter.WriteDetail(writer, found, account.Present))
        .Add("GetCertificate", GetAsync, CertificateWriter.WriteText)
        .Add("ListCertificates", ListAsync, (writer, page) => CertificateWriter.WriteList(writer, page.Items, page.Next, account.Present))
        .Add("DeleteCertificate", DeleteAsync)
        .Add("ListTagsForCertificate", GetAsync, (writer, found) => CertificateWriter.WriteTags(writer, found.Tags))
        .Add("AddTagsToCertificate", TagAsync)
        .Add("RemoveTagsFromCertificate", UntagAsync);

    private ValueTask<string> ImportAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var material = CertificateRules.Checked(
            new()
            {
                Body = Pem(input, "Certificate")!,
                PrivateKey = Pem(input, "PrivateKey")!,
                Chain = Pem(input, "CertificateChain"),
            },
            services.Time.GetUtcNow());
        var tags = input.Structures("Tags") is { } given ? Checked(given) : null;
        var arn = input.Text("CertificateArn");
        if (arn is not null && tags is not null) throw ServiceException.Validation("Tagging is not permitted on re-import.");
        var made = new Certificate
        {
            Arn = arn ?? $"arn:aws:acm:{call.Region}:{call.AccountId}:certificate/{services.NewRequestId()}",
            Material = material,
            CreatedAt = services.Time.GetUtcNow(),
            ImportedAt = services.Time.GetUtcNow(),
            Tags = tags ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        };
        return account.ChangeAsync(
            entry =>
            {
                var next = arn is null ? made : Find(entry, arn) with { Material = made.Material, ImportedAt = made.ImportedAt };
                foreach (var user in Users(entry, next.Arn)) CheckCovers(user, material);
                return (entry with { Certificates = entry.Certificates.SetItem(next.Arn, next) }, next.Arn);
            },
            cancellationToken);
    }

    private ValueTask<Certificate> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(Find(account.Present, call.Input.Required("CertificateArn")));

    private ValueTask<(ImmutableArray<Certificate> Items, string? Next)> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        // Everything here is issued; the filters name kinds of keys, of which AWS shows RSA of 2048 bits alone unless others are asked for.
        var input = call.Input;
        var after = input.Text("NextToken") ?? "";
        var kinds = input.Structure("Includes")?.Texts("keyTypes");
        IEnumerable<Certificate> all = input.Texts("CertificateStatuses") is { } statuses && !statuses.Contains("ISSUED") ? [] : account.Present.Certificates.Values;
        var rest = all.Where(certificate => string.CompareOrdinal(certificate.Arn, after) > 0 && certificate.Arn.Split(':')[3] == call.Region && (kinds is null || kinds.Value.Contains(CertificateFacts.Of(certificate).KeyAlgorithm)));
        var limit = input.Integer("MaxItems") ?? DefaultPage;
        ImmutableArray<Certificate> page = [.. rest.Take(limit + 1)];
        return ValueTask.FromResult<(ImmutableArray<Certificate>, string?)>(page.Length > limit ? (page[..limit], page[limit - 1].Arn) : (page, null));
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await account.ChangeAsync(
            entry =>
            {
                var certificate = Find(entry, call.Input.Required("CertificateArn"));
                if (Users(entry, certificate.Arn).Any()) throw new ServiceException(400, "ResourceInUseException", $"Certificate {certificate.Arn} in account {call.AccountId} is in use.");
                return (entry with { Certificates = entry.Certificates.Remove(certificate.Arn) }, true);
            },
            cancellationToken);

    private async ValueTask TagAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var tags = Checked(call.Input.Structures("Tags")!.Value);
        await ChangeAsync(call, certificate => certificate with { Tags = Limited(certificate.Tags.SetItems(tags)) }, cancellationToken);
    }

    // A tag with a value goes only where it has that value.
    private async ValueTask UntagAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var given = call.Input.Structures("Tags")!.Value;
        await ChangeAsync(
            call,
            certificate => certificate with
            {
                Tags = certificate.Tags.RemoveRange(given.Where(tag => tag.Text("Value") is not { } value || certificate.Tags.GetValueOrDefault(tag.Required("Key")) == value).Select(tag => tag.Required("Key"))),
            },
            cancellationToken);
    }

    private async ValueTask ChangeAsync(OperationCall call, Func<Certificate, Certificate> change, CancellationToken cancellationToken) =>
        await account.ChangeAsync(
            entry =>
            {
                var next = change(Find(entry, call.Input.Required("CertificateArn")));
                return (entry with { Certificates = entry.Certificates.SetItem(next.Arn, next) }, true);
            },
            cancellationToken);

    internal static IEnumerable<DomainName> Users(AccountEntry entry, string arn) => entry.DomainNames.Values.Where(domain => domain.CertificateArn == arn || domain.RegionalCertificateArn == arn);

    private static void CheckCovers(DomainName user, CertificateMaterial material)
    {
        using var certificate = CertificateRules.Read(material);
        if (!CertificateNames.Cover(CertificateNames.Of(certificate), user.Name)) throw ServiceException.Validation($"The certificate does not cover the domain name {user.Name}, which is served with it.");
    }

    private static Certificate Find(AccountEntry entry, string arn) =>
        entry.Certificates.GetValueOrDefault(arn) ?? throw new ServiceException(400, "ResourceNotFoundException", $"Could not find certificate {arn}.");

    private static ImmutableSortedDictionary<string, string> Checked(ImmutableArray<InputStructure> tags) =>
        Limited(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).SetItems(tags.Select(tag => KeyValuePair.Create(tag.Required("Key"), tag.Text("Value") ?? ""))));

    private static ImmutableSortedDictionary<string, string> Limited(ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.Keys.FirstOrDefault(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is { } own) throw new ServiceException(400, "InvalidTagException", $"aws: prefixed tag key names are not allowed for external use: {own}");
        return tags.Count <= TagRules.MaxTags ? tags : throw new ServiceException(400, "TooManyTagsException", $"A certificate has at most {TagRules.MaxTags} tags");
    }

    private static string? Pem(InputStructure input, string member) => input.Has(member) ? Encoding.UTF8.GetString(input.Bytes(member).Span) : null;
}
