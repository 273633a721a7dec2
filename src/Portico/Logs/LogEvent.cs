namespace Portico.Logs;

/// <summary>A line of a log on its way out.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Line">UTF-8, without a line break.</param>
internal readonly record struct LogEvent(DateTimeOffset At, ReadOnlyMemory<byte> Line);
