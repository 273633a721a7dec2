using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Portico.DataPlane.Observation;

namespace Portico.Telemetry;

/// <summary>Metrics and traces to an OpenTelemetry collector, as OpenTelemetry's own variables say: nothing unless one names an endpoint.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/"/>
internal sealed class OpenTelemetryExport : IDisposable
{
    private const string ForAll = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    private OpenTelemetryExport(MeterProvider? metrics, TracerProvider? traces)
    {
        _metrics = metrics;
        _traces = traces;
    }

    /// <summary>Begins to export what the environment asks for.</summary>
    /// <param name="environment">A variable's value, or null.</param>
    internal static OpenTelemetryExport Start(Func<string, string?> environment)
    {
        return new(
            IsSet("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") ? Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter(RequestMetrics.MeterName).AddOtlpExporter().Build() : null,
            IsSet("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ? Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(GatewayTracing.SourceName).AddOtlpExporter().Build() : null);

        bool IsSet(string variable) => environment(variable) is { Length: > 0 } || environment(ForAll) is { Length: > 0 };

        // OTEL_SERVICE_NAME has the last word.
        void Name(ResourceBuilder resource) => resource.AddService(environment("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : "portico");
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }
}
