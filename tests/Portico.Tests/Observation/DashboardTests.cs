using System.Text.Json;
using System.Text.RegularExpressions;
using Portico.Aws.Vocabulary;

namespace Portico.Tests.Observation;

/// <summary>What stands under <c>deploy/</c> asks for metrics that there are.</summary>
public sealed partial class DashboardTests
{
    [Theory]
    [InlineData("grafana/portico.json")]
    [InlineData("prometheus/alerts.yaml")]
    public void It_asks_for_metrics_that_are_exported(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), file));
        var exported = GatewayMetric.All.SelectMany(metric => new[] { metric.Prometheus, metric.PrometheusOfMethods }).Append("portico_log_lines_lost_total").ToHashSet(StringComparer.Ordinal);
        var asked = MetricName().Matches(text).Select(match => Suffix().Replace(match.Value, "")).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(exported));
    }

    [Fact]
    public void The_dashboard_shows_every_metric_of_stages()
    {
        var text = File.ReadAllText(Path.Combine(Folder(), "grafana/portico.json"));
        using var dashboard = JsonDocument.Parse(text);

        Assert.All(GatewayMetric.All, metric => Assert.Contains(metric.Prometheus, text, StringComparison.Ordinal));
        Assert.True(dashboard.RootElement.GetProperty("panels").GetArrayLength() >= 5);
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Portico.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return Path.Combine(folder, "deploy");
    }

    [GeneratedRegex(@"\b(aws_apigateway|portico)_[a-z0-9_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
