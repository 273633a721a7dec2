using System.Collections.Immutable;
using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Certificates;
using Portico.Storage;

namespace Portico.ControlPlane.Certificates;

internal static class CertificateWriter
{
    public static void WriteDetail(Utf8JsonWriter writer, Certificate certificate, AccountEntry account)
    {
        var facts = CertificateFacts.Of(certificate);
        writer.WriteStartObject();
        writer.WriteStartObject("Certificate");
        writer.WriteString("CertificateArn", certificate.Arn);
        writer.WriteString("DomainName", facts.Names.FirstOrDefault() ?? "");
        writer.WriteTexts("SubjectAlternativeNames", facts.Names);
        writer.WriteString("Serial", facts.Serial);
        writer.WriteString("Subject", facts.Subject);
        writer.WriteString("Issuer", facts.Issuer);
        writer.WriteDate("CreatedAt", certificate.CreatedAt);
        writer.WriteDate("ImportedAt", certificate.ImportedAt);
        writer.WriteString("Status", "ISSUED");
        writer.WriteDate("NotBefore", facts.NotBefore);
        writer.WriteDate("NotAfter", facts.NotAfter);
        writer.WriteString("KeyAlgorithm", facts.KeyAlgorithm);
        writer.WriteString("SignatureAlgorithm", facts.SignatureAlgorithm);
        writer.WriteTexts("InUseBy", CertificateOperations.Users(account, certificate.Arn).Select(user => user.Arn));
        writer.WriteString("Type", "IMPORTED");
        writer.WriteStartArray("KeyUsages");
        foreach (var usage in facts.KeyUsages) WriteNamed(writer, usage, null);
        writer.WriteEndArray();
        writer.WriteStartArray("ExtendedKeyUsages");
        foreach (var (name, oid) in facts.ExtendedKeyUsages) WriteNamed(writer, name, oid);
        writer.WriteEndArray();
        writer.WriteString("RenewalEligibility", "INELIGIBLE");
        writer.WriteStartObject("Options");
        writer.WriteString("CertificateTransparencyLoggingPreference", "DISABLED");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter writer, Certificate certificate)
    {
        writer.WriteStartObject();
        writer.WriteString("Certificate", certificate.Material.Body);
        writer.WriteOptional("CertificateChain", certificate.Material.Chain);
        writer.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter writer, ImmutableArray<Certificate> certificates, string? next, AccountEntry account)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("CertificateSummaryList");
        foreach (var certificate in certificates)
        {
            var facts = CertificateFacts.Of(certificate);
            writer.WriteStartObject();
            writer.WriteString("CertificateArn", certificate.Arn);
            writer.WriteString("DomainName", facts.Names.FirstOrDefault() ?? "");
            writer.WriteTexts("SubjectAlternativeNameSummaries", facts.Names.Take(100));
            writer.WriteBoolean("HasAdditionalSubjectAlternativeNames", facts.Names.Length > 100);
            writer.WriteString("Status", "ISSUED");
            writer.WriteString("Type", "IMPORTED");
            writer.WriteString("KeyAlgorithm", facts.KeyAlgorithm);
            writer.WriteTexts("KeyUsages", facts.KeyUsages);
            writer.WriteTexts("ExtendedKeyUsages", facts.ExtendedKeyUsages.Select(usage => usage.Name));
            writer.WriteBoolean("InUse", CertificateOperations.Users(account, certificate.Arn).Any());
            writer.WriteString("RenewalEligibility", "INELIGIBLE");
            writer.WriteDate("NotBefore", facts.NotBefore);
            writer.WriteDate("NotAfter", facts.NotAfter);
            writer.WriteDate("CreatedAt", certificate.CreatedAt);
            writer.WriteDate("ImportedAt", certificate.ImportedAt);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteOptional("NextToken", next);
        writer.WriteEndObject();
    }

    public static void WriteTags(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> tags)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Tags");
        foreach (var (key, value) in tags)
        {
            writer.WriteStartObject();
            writer.WriteString("Key", key);
            writer.WriteString("Value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, string name, string? oid)
    {
        writer.WriteStartObject();
        writer.WriteString("Name", name);
        writer.WriteOptional("OID", oid);
        writer.WriteEndObject();
    }
}
