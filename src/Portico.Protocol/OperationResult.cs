using System.Text.Json;

namespace Portico.Protocol;

/// <summary>What an operation answers: JSON that it writes, bytes, or nothing.</summary>
public sealed record OperationResult
{
    /// <summary>An answer without a body.</summary>
    public static OperationResult Nothing { get; } = new();

    /// <summary>Writes one JSON value, or null.</summary>
    public Action<Utf8JsonWriter>? Write { get; private init; }

    /// <summary>The body of an answer that is no JSON of the model's.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The status where it is not the operation's own, or null.</summary>
    public int? Status { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    public static OperationResult Json(Action<Utf8JsonWriter> write) => new() { Write = write };

    /// <param name="headers">With the Content-Type.</param>
    public static OperationResult Raw(ReadOnlyMemory<byte> body, params IReadOnlyList<KeyValuePair<string, string>> headers) => new() { Body = body, Headers = headers };
}
