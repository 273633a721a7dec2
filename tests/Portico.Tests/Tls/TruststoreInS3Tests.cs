using System.Text.Json;
using Portico.Integrations.AwsService;
using Portico.Tests.Running;

namespace Portico.Tests.Tls;

/// <summary>Truststores come from S3 or what stands for it, signed, by their versions.</summary>
public sealed class TruststoreInS3Tests
{
    [Fact]
    public async Task An_object_is_fetched_by_its_version_and_again_when_it_is_named_again()
    {
        using var clients = new Authority("Clients' CA");
        using var s3 = BackEnd.Answering($"HTTP/1.1 200 OK\r\nContent-Length: {clients.Pem.Length}\r\n\r\n{clients.Pem}");
        var gateway = await StartAsync(s3);
        await gateway.ControlAsync("POST", "/domainnames", "", Body(new { truststoreUri = "s3://trust/clients/all of them.pem", truststoreVersion = "v1" }));

        var first = await s3.NextAsync();
        Assert.Equal("GET /trust/clients/all%20of%20them.pem?versionId=v1", $"{first.Method} {first.Target}");
        Assert.Contains("/eu-central-1/s3/aws4_request", first["Authorization"]!, StringComparison.Ordinal);

        await gateway.ControlAsync("PATCH", "/domainnames/mutual.example.com", "", """{"patchOperations":[{"op":"replace","path":"/mutualTlsAuthentication/truststoreVersion","value":"v2"}]}""");
        Assert.Equal("/trust/clients/all%20of%20them.pem?versionId=v2", (await s3.NextAsync()).Target);
        await gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "The truststore s3://trust/none.pem cannot be read: S3 answered 404")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnone", "Invalid truststore: it holds no certificate in PEM")]
    public async Task What_S3_does_not_have_makes_no_name(string answer, string message)
    {
        using var s3 = BackEnd.Answering(answer);
        var gateway = await StartAsync(s3);

        var refused = await gateway.Host.ApiGateway.InvokeAsync(new() { Method = "POST", RawPath = "/domainnames", Body = System.Text.Encoding.UTF8.GetBytes(Body(new { truststoreUri = "s3://trust/none.pem" })) }, CancellationToken.None);

        using var body = JsonDocument.Parse(refused.Body);
        Assert.Equal((400, message), (refused.Status, body.RootElement.GetProperty("message").GetString()));
        await gateway.DisposeAsync();
    }

    private static Task<RunningGateway> StartAsync(BackEnd s3) => RunningGateway.StartAsync(new AwsSettings { Environment = name => name == "AWS_ENDPOINT_URL_S3" ? s3.Url : null });

    private static string Body(object mutual) => JsonSerializer.Serialize(new { domainName = "mutual.example.com", endpointConfiguration = new { types = new[] { "REGIONAL" } }, mutualTlsAuthentication = mutual });
}
