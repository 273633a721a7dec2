using Portico.Tests.Running;

namespace Portico.Tests.HttpProxies;

/// <summary>A body that a mapping has looked into still goes to the back end whole.</summary>
public sealed class BodyParameterTests(RunningGateway gateway)
{
    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task A_body_that_a_parameter_was_taken_from_is_sent_whole(int size)
    {
        using var backEnd = BackEnd.Answering();
        var api = await gateway.DeployAsync(OpenApi.Of(OpenApi.Path("/", "post", $$"""
            type: http_proxy
            httpMethod: POST
            uri: "{{backEnd.Url}}/"
            requestParameters: { integration.request.header.X-Name: method.request.body.name }
            """)));
        var body = $$"""{"name":"n","more":"{{new string('x', size)}}"}""";

        (await api.PostAsync("/", body)).Is(200, """{"from":"backend"}""");

        var received = backEnd.Single();
        Assert.Equal(("n", body), (received["X-Name"], received.Text));
    }
}
