using Portico.Aws.Signing;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Faults;

/// <summary>What REST APIs answer to signatures that are none, or not the right ones.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"/>
public static class SignatureFaults
{
    public static GatewayFault Of(SignatureFailure failure) => failure.Kind switch
    {
        SignatureFailureKind.Missing => GatewayFault.MissingAuthenticationToken,
        SignatureFailureKind.ExpiredToken => GatewayFault.Of(GatewayResponseType.ExpiredToken),
        SignatureFailureKind.Incomplete => Invalid("IncompleteSignatureException", failure.Message),
        SignatureFailureKind.UnknownKey => Invalid("UnrecognizedClientException", failure.Message),
        _ => Invalid("InvalidSignatureException", failure.Message),
    };

    /// <summary>The answer to a call that no method takes: an Authorization header that is no signature is told of before that.</summary>
    public static GatewayFault ForUnrouted(ClientRequest request) =>
        request.Headers.Authorization.Count > 0
        && !PresentedSignature.TryRead(new SignableRequest(request.SentMethod, request.SentPath, request.RawQuery, request), out _, out var failure)
        && failure.Kind == SignatureFailureKind.Incomplete
            ? Of(failure)
            : GatewayFault.MissingAuthenticationToken;

    private static GatewayFault Invalid(string errorType, string message) => new() { Type = GatewayResponseType.InvalidSignature, ErrorType = errorType, Message = message };
}
