using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Usage;

namespace Portico.ControlPlane.UsagePlans;

internal static class UsagePlanWriter
{
    /// <param name="emptyTags">Some answers show tags even when there are none.</param>
    public static void Write(Utf8JsonWriter writer, UsagePlan plan, bool emptyTags)
    {
        writer.WriteStartObject();
        writer.WriteString("id", plan.Id);
        writer.WriteString("name", plan.Name);
        writer.WriteOptional("description", plan.Description);
        writer.WriteStartArray("apiStages");
        foreach (var stage in plan.ApiStages)
        {
            writer.WriteStartObject();
            writer.WriteString("apiId", stage.ApiId);
            writer.WriteString("stage", stage.Stage);
            if (stage.Throttle.Count > 0) writer.WriteObjects("throttle", stage.Throttle, Write);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (plan.Throttle is { } throttle)
        {
            writer.WritePropertyName("throttle");
            Write(writer, throttle);
        }

        if (plan.Quota is { } quota)
        {
            writer.WriteStartObject("quota");
            writer.WriteNumber("limit", quota.Limit);
            writer.WriteNumber("offset", quota.Offset);
            writer.WriteString("period", quota.Period);
            writer.WriteEndObject();
        }

        writer.WriteOptional("productCode", plan.ProductCode);
        if (emptyTags || plan.Tags.Count > 0) writer.WriteMap("tags", plan.Tags);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ThrottleSettings throttle)
    {
        writer.WriteStartObject();
        writer.WriteNumber("burstLimit", throttle.BurstLimit);
        writer.WriteNumber("rateLimit", throttle.RateLimit);
        writer.WriteEndObject();
    }
}
