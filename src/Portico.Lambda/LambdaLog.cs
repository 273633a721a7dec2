using Microsoft.Extensions.Logging;

namespace Portico.Lambda;

internal static partial class LambdaLog // ids 6000-6099
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, EventName = "CannotRun", Message = "Function {Function}: {Problem}")]
    internal static partial void CannotRun(ILogger logger, string function, string problem);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, EventName = "TookTooLong", Message = "Function {Function} was ended: it did not answer within {Seconds} s (request {RequestId})")]
    internal static partial void TookTooLong(ILogger logger, string function, int seconds, string requestId);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, EventName = "Ended", Message = "Function {Function} ended in the middle of a call: {How} (request {RequestId})")]
    internal static partial void Ended(ILogger logger, string function, string how, string requestId);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Warning, EventName = "InitFailed", Message = "Function {Function} could not be started: {Why}")]
    internal static partial void InitFailed(ILogger logger, string function, string why);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Warning, EventName = "OutOfMemory", Message = "Function {Function} was ended: it used {Used} MB, and has {Allowed} MB (request {RequestId})")]
    internal static partial void OutOfMemory(ILogger logger, string function, int used, int allowed, string requestId);

    [LoggerMessage(EventId = 6006, Level = LogLevel.Warning, EventName = "EventDropped", Message = "An event for function {Function} was given up: {Why} (request {RequestId})")]
    internal static partial void EventDropped(ILogger logger, string function, string why, string requestId);

    [LoggerMessage(EventId = 6008, Level = LogLevel.Warning, EventName = "NotReached", Message = "Function {Function} could not be called at {Endpoint}: {Why}")]
    internal static partial void NotReached(ILogger logger, string function, string endpoint, string why);

    [LoggerMessage(EventId = 6009, Level = LogLevel.Warning, EventName = "AnswerTooLarge", Message = "Function {Function} answered with more than {Allowed} bytes, which an answer may not have (request {RequestId})")]
    internal static partial void AnswerTooLarge(ILogger logger, string function, int allowed, string requestId);

    [LoggerMessage(EventId = 6007, Level = LogLevel.Error, EventName = "Unexpected", Message = "Running function {Function} failed unexpectedly")]
    internal static partial void Unexpected(ILogger logger, Exception exception, string function);
}
