using System.Net;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Serve;

/// <summary>What Portico answers beside AWS's APIs.</summary>
public sealed class OwnPagesTests(SharedServer shared)
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task A_started_server_is_live_and_ready(string path, string status) =>
        Assert.Equal($$"""{"status":"{{status}}"}""", await shared.Server.Api.Http.GetStringAsync(path));

    [Fact]
    public async Task The_fidelity_report_names_the_api_and_the_place()
    {
        var imported = await shared.Server.Api.PostAsync("/restapis?mode=import", Definitions.WithFidelityFinding);
        var id = imported.Text("id");
        await shared.Server.Api.DeployAsync(id, "prod");

        var report = await shared.Server.Api.GetAsync("/_portico/fidelity");

        var finding = Assert.Single(report.At("findings")!.AsArray(), one => one!.Text("restApiId") == id)!;
        Assert.Equal(("7", "Fidelity"), (finding.Text("line"), finding.Text("severity")));
        Assert.StartsWith("/paths/~1a/get/x-amazon-apigateway-integration", finding.Text("pointer"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/_portico/nodes")]
    public async Task A_page_that_is_not_there_yet_says_so(string path)
    {
        using var answer = await shared.Server.Api.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains("is not there yet", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "http://evil.example")]
    public async Task An_open_control_plane_answers_no_page_of_another_origin(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/restapis");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await shared.Server.Api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
