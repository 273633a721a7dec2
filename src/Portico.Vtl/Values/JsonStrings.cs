using System.Text.Json;

namespace Portico.Vtl.Values;

/// <summary>Strings of documents.</summary>
internal static class JsonStrings
{
    public static string Decode(JsonElement element) => element.GetString() ?? "";
}
