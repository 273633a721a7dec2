namespace Portico.DataPlane.Observation;

/// <summary>Takes the lines of one log. Called on the threads of requests: it never waits, and counts what it cannot take.</summary>
public interface ILogSink
{
    /// <summary>Takes a line.</summary>
    /// <param name="at">When it happened.</param>
    /// <param name="line">UTF-8, without a line break; the memory is the caller's again afterwards.</param>
    void Write(DateTimeOffset at, ReadOnlySpan<byte> line);
}
