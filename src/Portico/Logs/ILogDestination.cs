namespace Portico.Logs;

/// <summary>Takes the lines of a log away, some at a time. Called by one task alone.</summary>
internal interface ILogDestination
{
    /// <summary>Writes lines; the memory of them is the caller's again afterwards.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    ValueTask WriteAsync(IReadOnlyList<LogEvent> events);
}
