using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Steps;

/// <summary>
/// Keeps everybody out of a method with <c>AWS_IAM</c>: this gateway knows no access keys, and AWS's answers to a call without
/// a signature, and to one with a key that does not exist, are these.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html"/>
public sealed class RequireSignatureStep : IStep
{
    private static readonly GatewayFault UnknownAccessKey = new()
    {
        Type = GatewayResponseType.InvalidSignature,
        ErrorType = "UnrecognizedClientException",
        Message = "The security token included in the request is invalid.",
    };

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var isSigned = invocation.Request.Header("Authorization") is not null || invocation.Request.QueryValue("X-Amz-Signature") is not null;
        return new(isSigned ? UnknownAccessKey : GatewayFault.MissingAuthenticationToken);
    }
}
