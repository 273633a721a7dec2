using System.Text;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.Lambda.Calls;

namespace Portico.Integrations.Lambda;

/// <summary>What a failed call of a function is answered.</summary>
internal static class LambdaFault
{
    /// <summary>The answer keeps none of the forms that a proxy's answer has.</summary>
    internal static GatewayFault Malformed { get; } = Failure(502, "Execution failed due to configuration error: Malformed Lambda proxy response");

    internal static GatewayFault BadBase64 { get; } = GatewayFault.Configuration("Unable to base64 decode the body.");

    internal static GatewayFault Throttled { get; } = Failure(500, "Execution failed due to configuration error: Rate Exceeded. (Lambda answered 429: as many calls run as the function's concurrency allows)");

    internal static GatewayFault NotPermitted { get; } = GatewayFault.Configuration("Invalid permissions on Lambda function");

    /// <summary>The client's request makes an event that Lambda does not take.</summary>
    internal static GatewayFault TooLarge { get; } = new()
    {
        Type = GatewayResponseType.RequestTooLarge,
        ErrorType = "BadRequestException",
        Message = "Request Too Long",
        Detail = "The event is larger than the 6 MB that Lambda takes",
    };

    internal static GatewayFault WrongStream { get; } =
        GatewayFault.Configuration("The function's streamed response does not begin with its metadata (JSON and eight NUL bytes within 16 KB)");

    internal static GatewayFault NotFound(string arn) => GatewayFault.Configuration(
        $"Invalid permissions on Lambda function (there is no function {arn}: create it with 'aws lambda create-function', name it under 'functions' in portico.yaml, or set AWS_ENDPOINT_URL_LAMBDA to where it is)");

    /// <summary>The failure behind an outcome that is none of the function's own; null when the function ran, well or not.</summary>
    internal static GatewayFault? OfOutcome(InvocationOutcome outcome) => outcome.Status switch
    {
        InvocationStatus.Succeeded or InvocationStatus.FunctionError => null,
        InvocationStatus.Throttled => Throttled,
        InvocationStatus.Refused => OfRefusal(outcome),
        _ => GatewayFault.IntegrationTimeout,
    };

    internal static GatewayFault OfFunction(InvocationOutcome outcome, Invocation invocation) =>
        Failure(502, $"Lambda execution failed with status 200 due to customer function error: {outcome.ErrorMessage()}. Lambda request id: {invocation.RequestId}");

    private static GatewayFault OfRefusal(InvocationOutcome outcome) => outcome.RefusalStatus switch
    {
        0 => GatewayFault.NetworkError("Execution failed due to configuration error: the endpoint of Lambda cannot be reached"),
        403 or 404 => GatewayFault.Configuration($"Invalid permissions on Lambda function (its service answered {outcome.RefusalStatus}: {Said(outcome)})"),
        413 => TooLarge,
        429 => Throttled,
        >= 500 and var status => Failure(502, $"Execution failed due to configuration error: Lambda answered {status}"),
        var status => Failure(500, $"Execution failed due to configuration error: Lambda answered {status}: {Said(outcome)}"),
    };

    // One line of what another service said, for the log.
    private static string Said(InvocationOutcome outcome)
    {
        var text = Encoding.UTF8.GetString(outcome.Payload.Span);
        return string.Concat(text.Take(500).Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    private static GatewayFault Failure(int status, string detail) => new()
    {
        Type = GatewayResponseType.IntegrationFailure,
        Message = "Internal server error",
        BuiltInStatus = status,
        Detail = detail,
    };
}
