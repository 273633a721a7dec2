using Portico.CommandLine;
using Portico.Failures;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Targets;

namespace Portico.Tests.Settings;

/// <summary>The keys backEnds and vpcLinks of portico.yaml.</summary>
public sealed class BackEndSettingsTests
{
    [Fact]
    public void Everything_that_is_said_is_taken()
    {
        var settings = Read("""
            backEnds:
              maxConnections: 200
              maxIdleConnections: 20
              idleTimeout: 30
              connectionLifetime: 60
              connectTimeout: 1.5
              http2: true
              targets:
                "http://orders.internal:80":
                  addresses: ["http://10.0.0.5:8080", "10.0.0.6"]
                  healthCheck: { path: /health, interval: 3, timeout: 1, healthyThreshold: 3, unhealthyThreshold: 4, statuses: 200-299, host: orders.internal }
                  retry: { times: 2, statuses: [502, 503], delay: 0.2 }
                  circuitBreaker: { failures: 7, open: 10 }
                "https://payments.internal": { retry: {} }
            vpcLinks:
              abc123: ["http://10.0.0.5:8080", "http://10.0.0.6:8080"]
              "arn:aws:elasticloadbalancing:x:y:loadbalancer/net/n/1": { addresses: [10.0.0.7:80] }
            """);

        var connections = settings.Connections;
        Assert.Equal((200, 20, true), (connections.MaxConnections, connections.MaxIdleConnections, connections.UsesHttp2));
        Assert.Equal((30, 60, 1.5), (connections.IdleTimeout.TotalSeconds, connections.ConnectionLifetime.TotalSeconds, connections.ConnectTimeout!.Value.TotalSeconds));
        var orders = settings.Targets["http://orders.internal"];
        Assert.Equal(["http://10.0.0.5:8080", "10.0.0.6"], orders.Addresses.Select(address => address.ToString()));
        Assert.Equal(
            new HealthCheckSettings("/health")
            {
                Interval = TimeSpan.FromSeconds(3), Timeout = TimeSpan.FromSeconds(1), HealthyThreshold = 3, UnhealthyThreshold = 4, MinStatus = 200, MaxStatus = 299, Host = "orders.internal",
            },
            orders.HealthCheck);
        Assert.Equal((2, 200), (orders.Retry!.Times, orders.Retry.Delay.TotalMilliseconds));
        Assert.Equal([502, 503], orders.Retry.Statuses);
        Assert.Equal(new CircuitBreakerSettings(7, TimeSpan.FromSeconds(10)), orders.CircuitBreaker);
        Assert.Equal(1, settings.Targets["https://payments.internal"].Retry!.Times);
        Assert.Equal(["http://10.0.0.5:8080", "http://10.0.0.6:8080"], settings.VpcLinks["abc123"].Addresses.Select(address => address.ToString()));
        Assert.Equal(["10.0.0.7:80"], settings.VpcLinks["arn:aws:elasticloadbalancing:x:y:loadbalancer/net/n/1"].Addresses.Select(address => address.ToString()));
    }

    [Theory]
    [InlineData("backEnds: 5", "'backEnds' takes a mapping of maxConnections, maxIdleConnections, idleTimeout, connectionLifetime, connectTimeout, http2, targets, not a number")]
    [InlineData("backEnds: { maxConnection: 5 }", "'maxConnection' is no setting of 'backEnds'; there are maxConnections, maxIdleConnections, idleTimeout, connectionLifetime, connectTimeout, http2, targets")]
    [InlineData("backEnds: { maxConnections: many }", "'maxConnections' takes a whole number from 1 to 1000000, not 'many'")]
    [InlineData("backEnds: { maxConnections: 0 }", "'maxConnections' takes a whole number from 1 to 1000000, not '0'")]
    [InlineData("backEnds: { idleTimeout: 1h }", "'idleTimeout' takes a number of seconds from 1 to 86400, not '1h'")]
    [InlineData("backEnds: { http2: maybe }", "'http2' takes true or false, not 'maybe'")]
    [InlineData("backEnds: { targets: { 'http://a/b': {} } }", "'http://a/b' is no back end; name it as integrations do, such as http://orders.internal:8080")]
    [InlineData("backEnds: { targets: { 'http://a': { healthCheck: {} } } }", "'healthCheck' goes with addresses, of which there are none")]
    [InlineData("backEnds: { targets: { 'http://a': { retry: { times: 6 } } } }", "'times' takes a whole number from 1 to 5, not '6'")]
    [InlineData("vpcLinks: { a: [] }", "'a' takes 1 to 64 addresses")]
    [InlineData("vpcLinks: { a: {} }", "'a' names no addresses; give a list such as [\"http://10.0.0.5:8080\"]")]
    [InlineData("vpcLinks: { a: [\"http://h/p\"] }", "'a' holds 'http://h/p', which is no address; give http://HOST:PORT, https://HOST:PORT or HOST:PORT")]
    [InlineData("vpcLinks: { a: b }", "'a' takes a mapping of addresses, healthCheck, retry, circuitBreaker, not a text")]
    [InlineData("vpcLinks: [a]", "'vpcLinks' takes a mapping, not a list")]
    public void What_is_no_setting_is_refused_with_its_place(string text, string expected)
    {
        var failure = Assert.Throws<CommandFailure>(() => Read(text));

        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("portico.yaml:1:", failure.Message, StringComparison.Ordinal);
    }

    private static BackEndSettings Read(string text)
    {
        var folder = Directory.CreateTempSubdirectory("portico-settings-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, SettingsFile.Name), text);
            return SettingsFile.Read(folder.FullName).BackEnds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
