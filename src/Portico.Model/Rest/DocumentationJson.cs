using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portico.Model.Rest;

/// <summary>How properties stand as text: without blanks, and without escapes that JSON does not need.</summary>
public static class DocumentationJson
{
    public static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
