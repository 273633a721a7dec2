using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portico.EndToEnd.Tests.Support;

/// <summary>A certificate in AWS Certificate Manager, for tests that need one and are about something else.</summary>
internal static class ImportedCertificate
{
    /// <summary>Imports a new one into the region of tests.</summary>
    /// <param name="control">Where the server's control plane is.</param>
    /// <param name="name">The host that it stands for.</param>
    /// <returns>Its ARN.</returns>
    internal static async Task<string> ArnAsync(ControlClient control, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var body = JsonSerializer.Serialize(new { Certificate = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()), PrivateKey = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/x-amz-json-1.1")) };
        request.Headers.Add("X-Amz-Target", "CertificateManager.ImportCertificate");
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260131/{AwsCli.Region}/acm/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await control.Http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonNode.Parse(answer)!.Text("CertificateArn");
    }
}
