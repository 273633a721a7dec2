using Microsoft.Extensions.Logging;

namespace Portico.DataPlane;

internal static partial class DataPlaneLog // ids 2000-2999
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Debug, EventName = "RequestFailed", Message = "{Method} {Path} (request {RequestId}): {Detail}")]
    internal static partial void RequestFailed(ILogger logger, string requestId, string method, string path, string detail);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, EventName = "Unexpected", Message = "{Method} {Path} (request {RequestId}) failed unexpectedly")]
    internal static partial void Unexpected(ILogger logger, Exception exception, string requestId, string method, string path);
}
