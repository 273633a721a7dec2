using System.Text.Json;

namespace Portico.DataPlane.Invocations;

/// <summary>Bodies read as JSON. Input comes from outside, so failure is an answer, not an exception that leaves.</summary>
internal static class JsonBodies
{
    /// <summary>What an empty body is read as (recorded).</summary>
    internal static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();

    /// <summary>How deeply a body may be nested.</summary>
    internal const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    internal static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
