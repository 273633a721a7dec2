using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Portico.ControlPlane.Tests.ControlPlane;

namespace Portico.ControlPlane.Tests.ClientCertificates;

public sealed class ClientCertificateOperationsTests
{
    [Fact]
    public async Task A_certificate_is_really_made_and_is_good_for_a_year()
    {
        var answer = await (await StartAsync()).Call("POST", "/clientcertificates", """{"description":"d","tags":{"a":"1"}}""");

        Assert.Equal((201, "a00001", "d", 1_769_860_800L, 1_801_396_800L, """{"a":"1"}"""), (
            answer.Status, (string)answer.Body!["clientCertificateId"]!, (string)answer.Body["description"]!, (long)answer.Body["createdDate"]!, (long)answer.Body["expirationDate"]!,
            answer.Body["tags"]!.ToJsonString()));
        using var certificate = X509Certificate2.CreateFromPem((string)answer.Body["pemEncodedCertificate"]!);
        using var key = certificate.GetRSAPublicKey();
        Assert.Equal(("CN=ApiGateway", "CN=ApiGateway", 2048, false), (certificate.Subject, certificate.Issuer, key!.KeySize, certificate.HasPrivateKey));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_801_396_800).UtcDateTime, certificate.NotAfter.ToUniversalTime());
    }

    [Fact]
    public async Task The_key_is_kept_fits_the_certificate_and_stands_in_no_answer()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/clientcertificates", "{}");

        var kept = plane.Catalog.Account.Present.ClientCertificates["a00001"];
        using var certificate = X509Certificate2.CreateFromPem(kept.PemEncodedCertificate, kept.PrivateKey);
        Assert.True(certificate.HasPrivateKey);
        foreach (var path in new[] { "/clientcertificates", "/clientcertificates/a00001" })
        {
            Assert.DoesNotContain("PRIVATE", (await plane.Call("GET", path)).Json, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_said_about_a_certificate_is_patched_and_nothing_else()
    {
        var plane = await StartAsync();
        await plane.Done("POST", "/clientcertificates", "{}");

        var answer = await plane.Patch("/clientcertificates/a00001", Op("replace", "/description", "new"));
        Assert.Equal(("new", "{}"), ((string)answer.Body!["description"]!, answer.Body["tags"]!.ToJsonString()));
        (await plane.Patch("/clientcertificates/a00001", Op("replace", "/pemEncodedCertificate", "x")))
            .RefusesBadRequest("Invalid patch path  '/pemEncodedCertificate' specified for op 'replace'. Must be one of: [/description]");
    }

    [Fact]
    public async Task A_stage_shows_a_certificate_that_is_there_and_keeps_it_from_being_deleted()
    {
        var plane = await StartAsync();
        var (api, stage, _) = await plane.NewStage();
        var id = (string)(await plane.Done("POST", "/clientcertificates", "{}"))["clientCertificateId"]!;

        (await plane.Patch(stage, Op("replace", "/clientCertificateId", "nothere"))).RefusesBadRequest("Invalid Client Certificate identifier specified");
        Assert.Equal(id, (string)(await plane.Patch(stage, Op("replace", "/clientCertificateId", id))).Body!["clientCertificateId"]!);
        (await plane.Call("DELETE", $"/clientcertificates/{id}")).RefusesBadRequest($"Cannot delete client certificate '{id}', is referenced in stage: {api.Split('/')[^1]}:dev");

        Assert.Null((await plane.Patch(stage, Op("replace", "/clientCertificateId", ""))).Body!["clientCertificateId"]);
        Assert.Equal(202, (await plane.Call("DELETE", $"/clientcertificates/{id}")).Status);
        Assert.Equal("""{"item":[]}""", (await plane.Call("GET", "/clientcertificates")).Json);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", """{"patchOperations":[]}""")]
    [InlineData("DELETE", "")]
    public async Task A_certificate_that_is_not_there_is_not_found(string method, string body) =>
        (await (await StartAsync()).Call(method, "/clientcertificates/nothere", body)).RefusesNotFound("Invalid Client Certificate identifier specified");
}
