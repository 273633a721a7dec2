namespace Portico.Aws;

/// <summary>
/// A refusal in AWS's own words: what a control-plane operation throws and the protocol turns into the wire form, in one place.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html"/>
public sealed class ServiceException : Exception
{
    public ServiceException(int statusCode, string code, string message, Exception? cause = null) : base(message, cause)
    {
        StatusCode = statusCode;
        Code = code;
    }

    /// <summary>The HTTP status of the answer, 400 to 599.</summary>
    public int StatusCode { get; }

    /// <summary>What stands in <c>x-amzn-ErrorType</c>, such as <c>NotFoundException</c>.</summary>
    public string Code { get; }

    /// <summary>A word that says more than the code, where the service has one; else null.</summary>
    public string? Reason { get; init; }

    public static ServiceException BadRequest(string message) => new(400, "BadRequestException", message);

    public static ServiceException NotFound(string message) => new(404, "NotFoundException", message);

    public static ServiceException Conflict(string message) => new(409, "ConflictException", message);

    public static ServiceException Validation(string message) => new(400, "ValidationException", message);

    public static ServiceException Serialization(string message) => new(400, "SerializationException", message);
}
