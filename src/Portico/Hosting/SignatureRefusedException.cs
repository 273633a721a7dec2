using Portico.Aws;
using Portico.Aws.Signing;

namespace Portico.Hosting;

/// <summary>A control call without the right signature; the protocols name the same failures differently.</summary>
internal sealed class SignatureRefusedException(SignatureFailure failure) : Exception(failure.Message)
{
    /// <summary>As API Gateway answers it.</summary>
    internal ServiceException ForRestJson() => new(
        403,
        failure.Kind switch
        {
            SignatureFailureKind.Missing => "MissingAuthenticationTokenException",
            SignatureFailureKind.Incomplete => "IncompleteSignatureException",
            SignatureFailureKind.UnknownKey => "UnrecognizedClientException",
            SignatureFailureKind.ExpiredToken => "ExpiredTokenException",
            _ => "InvalidSignatureException",
        },
        failure.Message);

    /// <summary>As IAM and STS answer it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html"/>
    internal ServiceException ForQuery() => failure.Kind switch
    {
        SignatureFailureKind.Missing => new(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
        SignatureFailureKind.Incomplete => new(400, "IncompleteSignature", failure.Message),
        SignatureFailureKind.UnknownKey => new(403, "InvalidClientTokenId", failure.Message),
        SignatureFailureKind.ExpiredToken => new(403, "ExpiredToken", failure.Message),
        _ => new(403, "SignatureDoesNotMatch", failure.Message),
    };
}
