using Portico.Aws.Signing;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Faults;

/// <summary>What REST APIs answer to signatures that are none, or not the right ones.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"/>
public static class SignatureFaults
{
    public static GatewayFault Of(SignatureFailure failure) => Answer(failure) with { Reason = Reason(failure) };

    private static GatewayFault Answer(SignatureFailure failure) => failure.Kind switch
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

    // What stood in the header may be anybody's token: it is answered to the client, and kept nowhere.
    private static DecisionReason Reason(SignatureFailure failure) => new(
        DecisionRule.Signature,
        failure.Kind switch
        {
            SignatureFailureKind.Missing => "Missing Authentication Token: the call is not signed, and the method takes signed calls only",
            SignatureFailureKind.Incomplete => "the Authorization header is no whole signature: AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature, and a date",
            _ => failure.Message,
        });

    private static GatewayFault Invalid(string errorType, string message) => new() { Type = GatewayResponseType.InvalidSignature, ErrorType = errorType, Message = message };
}
