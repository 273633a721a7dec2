using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portico.DataPlane.Context;

/// <summary>Text as JSON writes it.</summary>
public static class JsonText
{
    /// <summary>In quotes and escaped; <c>null</c> for null.</summary>
    public static string Quoted(string? text) => text is null ? "null" : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
