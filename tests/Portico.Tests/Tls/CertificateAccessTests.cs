using Portico.Tests.Callers;

namespace Portico.Tests.Tls;

/// <summary>Who may do what to certificates and routing rules where the control plane asks for signatures.</summary>
public sealed class CertificateAccessTests(SignedControlPlane plane)
{
    private const string Arn = "arn:aws:acm:eu-central-1:123456789012:certificate/";

    [Fact]
    public async Task A_call_without_a_signature_is_refused_in_the_words_of_its_protocol()
    {
        var (status, _, text) = await CallAsync(null, "ListCertificates", "{}");

        Assert.Equal((403, """{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}"""), (status, text));
    }

    [Fact]
    public async Task A_permission_is_one_for_the_certificate_that_the_call_names()
    {
        var (name, credentials) = await plane.NewUserAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"acm:*","Resource":"*"},{"Effect":"Deny","Action":"acm:DeleteCertificate","Resource":"{{Arn}}kept"}]}""");

        Assert.Equal(400, (await CallAsync(credentials, "DeleteCertificate", $$"""{"CertificateArn":"{{Arn}}other"}""")).Status);
        var (status, _, text) = await CallAsync(credentials, "DeleteCertificate", $$"""{"CertificateArn":"{{Arn}}kept"}""");
        Assert.Equal(
            (403, $$"""{"__type":"AccessDeniedException","Message":"User: arn:aws:iam::123456789012:user/{{name}} is not authorized to perform: acm:DeleteCertificate on resource: {{Arn}}kept with an explicit deny in an identity-based policy"}"""),
            (status, text));
    }

    [Fact]
    public async Task Who_may_nothing_may_not_even_list()
    {
        var (_, credentials) = await plane.NewUserAsync();

        Assert.Equal(403, (await CallAsync(credentials, "ListCertificates", "{}")).Status);
        Assert.Equal(403, (await plane.CallAsync(credentials, "GET", "/v2/domainnames/a.example.com/routingrules")).Status);
    }

    [Fact]
    public async Task Routing_rules_have_actions_of_their_own()
    {
        var (_, credentials) = await plane.NewUserAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:ListRoutingRules","Resource":"arn:aws:apigateway:eu-central-1:123456789012:/domainnames/a.example.com/routingrules"}]}""");

        Assert.Equal(404, (await plane.CallAsync(credentials, "GET", "/v2/domainnames/a.example.com/routingrules")).Status);
        Assert.Equal(403, (await plane.CallAsync(credentials, "GET", "/v2/domainnames/b.example.com/routingrules")).Status);
    }

    private Task<(int Status, string? ErrorType, string Text)> CallAsync(Aws.Signing.AwsCredentials? credentials, string operation, string body) =>
        plane.CallAsync(credentials, "POST", "/", body, "acm", headers: ("X-Amz-Target", "CertificateManager." + operation));
}
