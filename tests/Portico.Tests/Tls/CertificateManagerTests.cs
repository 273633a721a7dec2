using System.Text.Json;

namespace Portico.Tests.Tls;

/// <summary>AWS Certificate Manager: certificates come in by it, and are told of.</summary>
public sealed class CertificateManagerTests(TlsGateway tls) : IClassFixture<TlsGateway>
{
    [Fact]
    public async Task An_imported_certificate_is_described_listed_and_given_back_without_its_key()
    {
        var certificate = tls.Authority.Server("api.described.com", "www.described.com");
        var arn = await tls.ImportAsync(certificate, tls.Authority.Pem);

        var detail = (await tls.AcmAsync("DescribeCertificate", new { CertificateArn = arn })).Answer.GetProperty("Certificate");
        Assert.Equal(
            ("api.described.com", "IMPORTED", "ISSUED", "EC_prime256v1", "SHA256WITHECDSA", "Servers' CA", 2090),
            (Text(detail, "DomainName"), Text(detail, "Type"), Text(detail, "Status"), Text(detail, "KeyAlgorithm"), Text(detail, "SignatureAlgorithm"), Text(detail, "Issuer"),
                DateTimeOffset.FromUnixTimeSeconds(detail.GetProperty("NotAfter").GetInt64()).Year));
        Assert.Equal("""["api.described.com","www.described.com"]""", detail.GetProperty("SubjectAlternativeNames").GetRawText());
        Assert.Equal("""[{"Name":"TLS_WEB_SERVER_AUTHENTICATION","OID":"1.3.6.1.5.5.7.3.1"}]""", detail.GetProperty("ExtendedKeyUsages").GetRawText());

        var given = (await tls.AcmAsync("GetCertificate", new { CertificateArn = arn })).Answer;
        Assert.Equal((certificate.Certificate, tls.Authority.Pem), (Text(given, "Certificate"), Text(given, "CertificateChain")));
        Assert.DoesNotContain("PRIVATE", given.GetRawText() + detail.GetRawText(), StringComparison.Ordinal);

        var list = (await tls.AcmAsync("ListCertificates", new { MaxItems = 1000 })).Answer.GetProperty("CertificateSummaryList");
        Assert.Contains(arn, list.EnumerateArray().Select(one => Text(one, "CertificateArn")));
        Assert.Equal(0, (await tls.AcmAsync("ListCertificates", new { }, "us-west-2")).Answer.GetProperty("CertificateSummaryList").GetArrayLength());
    }

    [Fact]
    public async Task Tags_are_added_listed_and_removed()
    {
        var arn = await tls.ImportAsync(tls.Authority.Server("tags.example.com"));
        await tls.AcmAsync("AddTagsToCertificate", new { CertificateArn = arn, Tags = new[] { new { Key = "a", Value = "1" }, new { Key = "b", Value = "2" } } });
        await tls.AcmAsync("RemoveTagsFromCertificate", new { CertificateArn = arn, Tags = new[] { new { Key = "a", Value = "other" }, new { Key = "b", Value = "2" } } });

        Assert.Equal("""{"Tags":[{"Key":"a","Value":"1"}]}""", (await tls.AcmAsync("ListTagsForCertificate", new { CertificateArn = arn })).Answer.GetRawText());
    }

    [Fact]
    public async Task A_certificate_in_use_is_not_deleted_and_another_is()
    {
        var name = TlsGateway.NewName();
        var arn = await tls.ImportAsync(tls.Authority.Server(name));
        await tls.CreateAsync(name, ("regionalCertificateArn", arn));

        Assert.Equal($"400 ResourceInUseException: Certificate {arn} in account 123456789012 is in use.", await RefusedAsync("DeleteCertificate", new { CertificateArn = arn }));
        await tls.Gateway.ControlAsync("DELETE", $"/domainnames/{name}", "", "");
        Assert.Equal(200, (await tls.AcmAsync("DeleteCertificate", new { CertificateArn = arn })).Status);
        Assert.Equal($"400 ResourceNotFoundException: Could not find certificate {arn}.", await RefusedAsync("DescribeCertificate", new { CertificateArn = arn }));
    }

    [Fact]
    public async Task What_no_server_could_use_is_refused()
    {
        var good = tls.Authority.Server("good.example.com");
        var other = tls.Authority.Server("other.example.com");
        (Dictionary<string, object> Input, string Message)[] cases =
        [
            (TlsGateway.ImportOf("no certificate", good.Key), "The certificate is not in a valid PEM format."),
            (TlsGateway.ImportOf("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", good.Key), "The certificate is not in a valid PEM format."),
            (TlsGateway.ImportOf(good.Certificate + other.Certificate, good.Key), "The certificate field contains more than one certificate. You can specify only one certificate in this field."),
            (TlsGateway.ImportOf(good.Certificate, "no key"), "The private key is not in a valid PEM format."),
            (TlsGateway.ImportOf(good.Certificate, other.Key), "The private key does not match the certificate, or is none that can be used."),
            (TlsGateway.ImportOf(good.Certificate, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"), "The private key is encrypted. Import it without a passphrase."),
            (TlsGateway.ImportOf(tls.Authority.ExpiredServer("old.example.com").Certificate, good.Key), "The certificate has expired."),
            (TlsGateway.ImportOf(good.Certificate, good.Key, tls.Clients.Pem),
                "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: 0"),
        ];
        foreach (var (input, message) in cases) Assert.Equal($"400 ValidationException: {message}", await RefusedAsync("ImportCertificate", input));
    }

    [Fact]
    public async Task Another_certificate_must_stand_for_the_names_that_the_first_is_used_for()
    {
        var name = TlsGateway.NewName();
        var arn = await tls.ImportAsync(tls.Authority.Server(name));
        await tls.CreateAsync(name, ("regionalCertificateArn", arn));
        var other = tls.Authority.Server("other.example.com");

        Assert.Equal($"400 ValidationException: The certificate does not cover the domain name {name}, which is served with it.", await RefusedAsync("ImportCertificate", TlsGateway.ImportOf(other.Certificate, other.Key, arn: arn)));
    }

    [Theory]
    [InlineData("RequestCertificate", 501, "UnsupportedOperation", "The operation RequestCertificate of acm is not available in this version of Portico")]
    [InlineData("DoSomething", 400, "UnknownOperationException", "'CertificateManager.DoSomething' is no operation of acm")]
    public async Task What_is_not_there_says_so(string operation, int status, string code, string message) => Assert.Equal($"{status} {code}: {message}", await RefusedAsync(operation, new { }));

    private async Task<string> RefusedAsync(string operation, object input)
    {
        var (status, answer) = await tls.AcmAsync(operation, input);
        return $"{status} {Text(answer, "__type")}: {Text(answer, "message")}";
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
