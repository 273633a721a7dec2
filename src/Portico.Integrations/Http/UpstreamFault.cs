using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>What a failed call of an HTTP back end is answered.</summary>
internal static class UpstreamFault
{
    internal static GatewayFault InvalidEndpoint { get; } = GatewayFault.Configuration("Invalid endpoint address");

    /// <summary>The back end's answer is over the payload limit, which a client learns as 500.</summary>
    internal static GatewayFault TooLarge(long bytes) =>
        GatewayFault.Configuration($"Integration response of reported length {bytes} is larger than allowed maximum of {RequestBodies.MaxBytes} bytes.");

    internal static GatewayFault From(UpstreamException exception) => exception.Error switch
    {
        UpstreamError.RequestTooLarge => GatewayFault.PayloadTooLarge,
        UpstreamError.RequestBroken => GatewayFault.UnsoundBody,
        UpstreamError.Timeout => GatewayFault.IntegrationTimeout with { Detail = $"{GatewayFault.IntegrationTimeout.Detail}: {exception.Message}" },
        UpstreamError.NameResolution => InvalidEndpoint with { Detail = $"{InvalidEndpoint.Detail}: {exception.Message}" },
        UpstreamError.Tls => new GatewayFault
        {
            Type = GatewayResponseType.IntegrationFailure,
            Message = "Internal server error",
            BuiltInStatus = 500,
            Detail = $"Execution failed due to configuration error: {exception.Message}",
        },
        _ => GatewayFault.NetworkError($"Execution failed due to a network error communicating with endpoint: {exception.Message}"),
    };
}
