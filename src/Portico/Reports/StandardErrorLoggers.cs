using System.Globalization;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Context;

namespace Portico.Reports;

/// <summary>
/// Warnings and errors as lines on standard error, plain or JSON. The framework's console logger does the same by way of a
/// service container, which a command that starts often would pay for each time.
/// </summary>
internal sealed class StandardErrorLoggers(bool json, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _writing = new();

    internal static ILoggerFactory Factory(bool json) =>
        new LoggerFactory(
            [new StandardErrorLoggers(json, TimeProvider.System)],
            new LoggerFilterOptions
            {
                MinLevel = LogLevel.Warning,

                // A start that failed is said by the command itself, in one line with the way out.
                Rules = { new LoggerFilterRule(null, "Microsoft.Extensions.Hosting", LogLevel.None, null) },
            });

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, EventId id, string message, Exception? exception)
    {
        var now = time.GetUtcNow();
        var line = json
            ? string.Create(CultureInfo.InvariantCulture, $"{{\"time\":\"{now:O}\",\"level\":\"{level}\",\"event\":{JsonText.Quoted(id.Name ?? category)},\"message\":{JsonText.Quoted(message)},\"exception\":{JsonText.Quoted(exception?.ToString())}}}")
            : string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss.fff} {level}: {message}{(exception is null ? "" : $" | {exception}".ReplaceLineEndings(" "))}");
        lock (_writing) Console.Error.WriteLine(line);
    }

    private sealed class Lines(StandardErrorLoggers owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) owner.Write(logLevel, category, eventId, formatter(state, exception), exception);
        }
    }
}
