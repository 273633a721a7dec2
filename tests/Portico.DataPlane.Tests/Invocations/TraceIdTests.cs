using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Tests.Invocations;

public sealed class TraceIdTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(0x65f00000);

    [Fact]
    public void What_the_client_sent_is_kept() =>
        Assert.Equal("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", TraceId.For("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", new RequestIds(1), Now).Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense;;=")]
    public void What_is_missing_is_made(string? sent) =>
        Assert.Matches("^Root=1-65f00000-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$", TraceId.For(sent, new RequestIds(1), Now).Text);

    [Fact]
    public void A_sent_root_gets_a_parent_of_its_own() => Assert.Matches("^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0$", TraceId.For("Root=1-5759e988-bd862e3fe1be46a994272793", new RequestIds(1), Now).Text);
}
