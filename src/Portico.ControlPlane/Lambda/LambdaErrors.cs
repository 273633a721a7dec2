using Portico.Aws;

namespace Portico.ControlPlane.Lambda;

/// <summary>Lambda's refusals.</summary>
internal static class LambdaErrors
{
    public static ServiceException FunctionNotFound(string arn) => NotFound($"Function not found: {arn}");

    public static ServiceException NotFound(string message) => new(404, "ResourceNotFoundException", message);

    public static ServiceException InvalidParameter(string message) => new(400, "InvalidParameterValueException", message);

    public static ServiceException Conflict(string message) => new(409, "ResourceConflictException", message);

    public static ServiceException Precondition() =>
        new(412, "PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");

    public static ServiceException InvalidContent(string message) => new(400, "InvalidRequestContentException", message);

    public static ServiceException NotHere(string what) => new(501, "UnsupportedOperation", $"{what} not available in this version of Portico");

    public static ServiceException Throttled() => new(429, "TooManyRequestsException", "Rate Exceeded.") { Reason = "ReservedFunctionConcurrentInvocationLimitExceeded" };
}
