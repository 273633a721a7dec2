using System.Globalization;
using System.Text.Json;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;

namespace Portico.ControlPlane.Lambda;

/// <summary>Functions, versions and aliases as Lambda shows them.</summary>
internal static class FunctionWriter
{
    /// <param name="isQualified">Whether the ARN names the version.</param>
    public static void WriteConfiguration(Utf8JsonWriter writer, LambdaFunction function, FunctionConfiguration version, bool isQualified, string? alias = null)
    {
        writer.WriteStartObject();
        WriteMembers(writer, function, version, isQualified, alias);
        writer.WriteEndObject();
    }

    public static void WriteFunction(Utf8JsonWriter writer, LambdaFunction function, FunctionConfiguration version, string? qualifier)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("Configuration");
        WriteConfiguration(writer, function, version, qualifier is not null, qualifier);
        writer.WriteStartObject("Code");
        writer.WriteString("RepositoryType", "S3");
        writer.WriteEndObject();
        if (function.Tags.Count > 0) writer.WriteMap("Tags", function.Tags);
        if (function.ReservedConcurrentExecutions is { } reserved)
        {
            writer.WriteStartObject("Concurrency");
            writer.WriteNumber("ReservedConcurrentExecutions", reserved);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteAlias(Utf8JsonWriter writer, LambdaFunction function, FunctionAlias alias)
    {
        writer.WriteStartObject();
        writer.WriteString("AliasArn", function.QualifiedArn(alias.Name));
        writer.WriteString("Name", alias.Name);
        writer.WriteString("FunctionVersion", alias.FunctionVersion);
        writer.WriteString("Description", alias.Description ?? "");
        if (alias.AdditionalVersionWeights.Count > 0)
        {
            writer.WriteStartObject("RoutingConfig");
            writer.WriteStartObject("AdditionalVersionWeights");
            foreach (var (version, weight) in alias.AdditionalVersionWeights) writer.WriteNumber(version, weight);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteString("RevisionId", alias.RevisionId);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, LambdaFunction function, FunctionConfiguration version, bool isQualified, string? alias)
    {
        writer.WriteString("FunctionName", function.Name);
        writer.WriteString("FunctionArn", isQualified ? function.QualifiedArn(alias ?? version.Version) : function.Arn);
        writer.WriteString("Runtime", version.Runtime);
        writer.WriteString("Role", version.Role);
        writer.WriteString("Handler", version.Handler);
        writer.WriteNumber("CodeSize", version.Code.Size);
        writer.WriteString("Description", version.Description);
        writer.WriteNumber("Timeout", version.Timeout);
        writer.WriteNumber("MemorySize", version.MemorySize);
        writer.WriteString("LastModified", version.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
        writer.WriteString("CodeSha256", version.Code.Sha256);
        writer.WriteString("Version", version.Version);
        if (version.DeadLetterTarget is not null)
        {
            writer.WriteStartObject("DeadLetterConfig");
            writer.WriteString("TargetArn", version.DeadLetterTarget);
            writer.WriteEndObject();
        }

        if (version.Environment is { } environment)
        {
            writer.WriteStartObject("Environment");
            writer.WriteMap("Variables", environment);
            writer.WriteEndObject();
        }

        writer.WriteOptional("KMSKeyArn", version.KmsKeyArn);
        writer.WriteStartObject("TracingConfig");
        writer.WriteString("Mode", version.TracingMode);
        writer.WriteEndObject();
        writer.WriteString("RevisionId", version.RevisionId);
        writer.WriteString("State", "Active");
        writer.WriteString("LastUpdateStatus", "Successful");
        writer.WriteString("PackageType", "Zip");
        writer.WriteTexts("Architectures", version.Architectures);
        writer.WriteStartObject("EphemeralStorage");
        writer.WriteNumber("Size", version.EphemeralStorage);
        writer.WriteEndObject();
        writer.WriteStartObject("SnapStart");
        writer.WriteString("ApplyOn", "None");
        writer.WriteString("OptimizationStatus", "Off");
        writer.WriteEndObject();
        writer.WriteStartObject("LoggingConfig");
        writer.WriteString("LogFormat", version.LogFormat);
        writer.WriteString("LogGroup", version.LogGroup ?? $"/aws/lambda/{function.Name}");
        writer.WriteEndObject();
    }
}
