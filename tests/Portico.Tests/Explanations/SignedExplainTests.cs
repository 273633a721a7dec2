using Portico.Tests.Callers;

namespace Portico.Tests.Explanations;

/// <summary>Who may ask where the control plane asks for signatures.</summary>
public sealed class SignedExplainTests(SignedControlPlane plane)
{
    [Theory]
    [InlineData("apigateway:GET", "GET", true)]
    [InlineData("apigateway:POST", "GET", false)]
    [InlineData("apigateway:POST", "POST", true)]
    [InlineData("apigateway:GET", "POST", false)]
    public async Task Whoever_asks_signs_and_may_do_that_with_the_path(string action, string method, bool isAllowed)
    {
        var (_, credentials) = await plane.NewUserAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{action}}","Resource":"arn:aws:apigateway:eu-central-1::/_portico/explain"}]}""");

        Assert.Equal(403, (await plane.CallAsync(null, method, "/_portico/explain")).Status);
        var (status, _, text) = await plane.CallAsync(credentials, method, "/_portico/explain", method == "POST" ? """{"restApiId":"none","stage":"none","path":"/"}""" : "");
        Assert.True(isAllowed ? status is 200 or 404 : status == 403, $"{status} {text}");
    }
}
