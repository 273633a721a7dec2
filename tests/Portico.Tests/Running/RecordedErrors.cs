using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Portico.Tests.Running;

/// <summary>Keeps what is logged: apart what is an error or worse, and what is a warning.</summary>
internal sealed class RecordedErrors : ILoggerProvider
{
    internal ConcurrentQueue<string> Lines { get; } = new();

    internal ConcurrentQueue<string> Warnings { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, this);

    public void Dispose()
    {
    }

    private sealed class Category(string name, RecordedErrors record) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) record.Lines.Enqueue($"{name}: {formatter(state, exception)} {exception}");
            else if (IsEnabled(logLevel)) record.Warnings.Enqueue(formatter(state, exception));
        }
    }
}
