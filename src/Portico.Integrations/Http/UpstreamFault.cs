using Portico.Aws.Vocabulary;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.Integrations.Http;

/// <summary>What a failed call of an HTTP back end is answered.</summary>
internal static class UpstreamFault
{
    internal static GatewayFault InvalidEndpoint { get; } = GatewayFault.Configuration("Invalid endpoint address");

    /// <summary>The back end's answer is over the payload limit, which a client learns as 500.</summary>
    internal static GatewayFault TooLarge(long bytes) =>
        GatewayFault.Configuration($"Integration response of reported length {bytes} is larger than allowed maximum of {RequestBodies.MaxBytes} bytes.");

    internal static bool Covers(Exception exception) => exception is HttpRequestException or OperationCanceledException or IOException or PayloadTooLargeException;

    /// <param name="invocation">Tells whether its time was over.</param>
    /// <param name="exception">One that <see cref="Covers"/>.</param>
    internal static GatewayFault From(Invocation invocation, Exception exception) => exception switch
    {
        PayloadTooLargeException => GatewayFault.PayloadTooLarge,
        _ when invocation.DeadlineIsOver => GatewayFault.IntegrationTimeout,
        HttpRequestException { InnerException: PayloadTooLargeException } => GatewayFault.PayloadTooLarge,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => InvalidEndpoint,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } tls => new GatewayFault
        {
            Type = GatewayResponseType.IntegrationFailure,
            Message = "Internal server error",
            BuiltInStatus = 500,
            Detail = $"Execution failed due to configuration error: {tls.Message}",
        },
        _ => GatewayFault.NetworkError($"Execution failed due to configuration error: {exception.Message}"),
    };
}
