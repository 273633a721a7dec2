using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Usage;

namespace Portico.ControlPlane.ApiKeys;

internal static class ApiKeyWriter
{
    /// <param name="withValue">The secret itself stands only in answers that were asked for it.</param>
    /// <param name="emptyTags">Some answers show tags even when there are none.</param>
    public static void Write(Utf8JsonWriter writer, ApiKey key, bool withValue, bool emptyTags)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.Id);
        if (withValue) writer.WriteString("value", key.Value);
        writer.WriteOptional("name", key.Name);
        writer.WriteOptional("customerId", key.CustomerId);
        writer.WriteOptional("description", key.Description);
        writer.WriteBoolean("enabled", key.Enabled);
        writer.WriteDate("createdDate", key.CreatedDate);
        writer.WriteDate("lastUpdatedDate", key.LastUpdatedDate);
        writer.WriteTexts("stageKeys", key.StageKeys);
        if (emptyTags || key.Tags.Count > 0) writer.WriteMap("tags", key.Tags);
        writer.WriteEndObject();
    }
}
