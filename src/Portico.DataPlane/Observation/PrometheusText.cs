using System.Globalization;
using System.Text;
using Portico.Aws.Vocabulary;

namespace Portico.DataPlane.Observation;

/// <summary>The metrics as Prometheus reads them: text format 0.0.4.</summary>
/// <seealso href="https://prometheus.io/docs/instrumenting/exposition_formats/"/>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All metrics: those of stages, and under names of their own those of methods, so that no sum counts a request twice.</summary>
    public static string Of(RequestMetrics metrics)
    {
        var all = metrics.All.ToList();
        var text = new StringBuilder();
        foreach (var ofMethods in new[] { false, true })
        {
            var chosen = all.Where(counters => counters.Dimensions.Method is not null == ofMethods).ToList();
            if (chosen.Count == 0) continue;
            foreach (var (metric, read) in RequestMetrics.Counted)
            {
                Head(text, Name(metric, ofMethods), "counter", metric);
                foreach (var counters in chosen) Line(text, Name(metric, ofMethods), Labels(counters.Dimensions), read(counters));
            }

            foreach (var (metric, read) in RequestMetrics.Timed)
            {
                Head(text, Name(metric, ofMethods), "histogram", metric);
                foreach (var counters in chosen) Histogram(text, Name(metric, ofMethods), Labels(counters.Dimensions), read(counters));
            }
        }

        return text.ToString();
    }

    /// <summary>A counter of Portico's own.</summary>
    public static void AppendCounter(StringBuilder text, string name, string help, IEnumerable<(string Label, long Value)> values)
    {
        var lines = values.ToList();
        if (lines.Count == 0) return;
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n').Append("# TYPE ").Append(name).Append(" counter\n");
        foreach (var (label, value) in lines) Line(text, name, $"log=\"{Escaped(label)}\"", value);
    }

    private static string Name(GatewayMetric metric, bool ofMethods) => ofMethods ? metric.PrometheusOfMethods : metric.Prometheus;

    private static void Head(StringBuilder text, string name, string type, GatewayMetric metric) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(metric.Meaning).Append('\n').Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Histogram(StringBuilder text, string name, string labels, LatencyHistogram histogram)
    {
        long below = 0;
        for (var index = 0; index <= LatencyHistogram.Bounds.Length; index++)
        {
            below += histogram.CountOf(index);
            var bound = index < LatencyHistogram.Bounds.Length ? LatencyHistogram.Bounds[index].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, name + "_bucket", $"{labels},le=\"{bound}\"", below);
        }

        text.Append(name).Append("_sum{").Append(labels).Append("} ").Append(histogram.SumMilliseconds.ToString("0.###", CultureInfo.InvariantCulture)).Append('\n');
        Line(text, name + "_count", labels, below);
    }

    private static void Line(StringBuilder text, string name, string labels, long value) =>
        text.Append(name).Append('{').Append(labels).Append("} ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Labels(MetricDimensions dimensions)
    {
        var labels = $"api_name=\"{Escaped(dimensions.ApiName)}\",stage=\"{Escaped(dimensions.Stage)}\"";
        return dimensions.Method is null ? labels : $"{labels},method=\"{Escaped(dimensions.Method)}\",resource=\"{Escaped(dimensions.Resource!)}\"";
    }

    private static string Escaped(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}
