using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Portico.Aws;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;
using Portico.Protocol.Binding;

namespace Portico.ControlPlane.Lambda;

/// <summary>The settings of a version as CreateFunction and UpdateFunctionConfiguration give them, with Lambda's rules.</summary>
internal static class ConfigurationInput
{
    private const int MaxEnvironmentBytes = 4096;

    // The model allows for more, which is for functions on machines of one's own.
    private const int MaxTimeout = 900;

    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The version with what the input gives in place of what it had.</summary>
    public static FunctionConfiguration Apply(InputStructure input, FunctionConfiguration version)
    {
        RefuseWhatIsNotHere(input);
        if (input.Integer("Timeout") is > MaxTimeout and var timeout)
        {
            throw ServiceException.Validation($"1 validation error detected: Value '{timeout}' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to {MaxTimeout}");
        }

        var environment = input.Structure("Environment") is { } given ? given.MapOrEmpty("Variables") : version.Environment;
        Check(environment);
        return version with
        {
            Description = input.Text("Description") ?? version.Description,
            Runtime = input.Text("Runtime") ?? version.Runtime,
            Role = input.Text("Role") ?? version.Role,
            Handler = input.Text("Handler") ?? version.Handler,
            Timeout = input.Integer("Timeout") ?? version.Timeout,
            MemorySize = input.Integer("MemorySize") ?? version.MemorySize,
            EphemeralStorage = input.Structure("EphemeralStorage")?.Integer("Size") ?? version.EphemeralStorage,
            Environment = environment,
            TracingMode = input.Structure("TracingConfig")?.Text("Mode") ?? version.TracingMode,
            KmsKeyArn = input.Has("KMSKeyArn") ? input.TextOrNull("KMSKeyArn") : version.KmsKeyArn,
            DeadLetterTarget = input.Structure("DeadLetterConfig") is { } letters ? letters.TextOrNull("TargetArn") : version.DeadLetterTarget,
            LogFormat = input.Structure("LoggingConfig")?.Text("LogFormat") ?? version.LogFormat,
            LogGroup = input.Structure("LoggingConfig")?.TextOrNull("LogGroup") ?? version.LogGroup,
        };
    }

    /// <summary>What a version sets that is kept and has no effect here.</summary>
    public static ImmutableArray<string> WithoutEffect(FunctionConfiguration version)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        if (version.TracingMode == "Active") found.Add("TracingConfig Active is kept and has no effect in this version of Portico: no traces are sent to X-Ray");
        if (version.KmsKeyArn is not null) found.Add("KMSKeyArn is kept and has no effect in this version of Portico: variables are stored as they are");
        if (version.DeadLetterTarget is not null) found.Add("DeadLetterConfig is kept and has no effect in this version of Portico: events that failed are logged and dropped");
        if (version.LogFormat != "Text") found.Add("LoggingConfig LogFormat JSON is kept and has no effect in this version of Portico: logs are text");
        if (version.EphemeralStorage != FunctionConfiguration.DefaultEphemeralStorageInMegabytes) found.Add("EphemeralStorage is kept and has no effect in this version of Portico: the machine's own storage is used");
        return found.ToImmutable();
    }

    private static void RefuseWhatIsNotHere(InputStructure input)
    {
        if (input.Text("PackageType") == "Image" || input.Has("ImageConfig")) throw LambdaErrors.NotHere("Functions from container images are");
        if (input.Texts("Layers") is { IsEmpty: false } layers) throw LambdaErrors.InvalidParameter($"Layer version {layers[0]} does not exist.");
        if (input.Structure("VpcConfig") is { } vpc && vpc.Texts("SubnetIds") is { IsEmpty: false }) throw LambdaErrors.NotHere("VpcConfig: functions run in the network of this machine; networks of their own are");
        if (input.Structures("FileSystemConfigs") is { IsEmpty: false }) throw LambdaErrors.NotHere("FileSystemConfigs: file systems of functions are");
        if (!string.IsNullOrEmpty(input.Text("CodeSigningConfigArn"))) throw LambdaErrors.NotHere("CodeSigningConfigArn: signatures of code are");
        if (input.Structure("SnapStart")?.Text("ApplyOn") == "PublishedVersions") throw LambdaErrors.NotHere("SnapStart: snapshots of functions are");
        foreach (var member in (string[])["TenancyConfig", "CapacityProviderConfig", "DurableConfig"])
        {
            if (input.Has(member)) throw LambdaErrors.NotHere($"{member}: what it asks for is");
        }
    }

    private static void Check(ImmutableSortedDictionary<string, string>? environment)
    {
        if (environment is null) return;
        var reserved = environment.Keys.Where(Reserved.Contains).ToList();
        if (reserved.Count > 0)
        {
            throw LambdaErrors.InvalidParameter(
                $"Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        if (environment.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)) > MaxEnvironmentBytes)
        {
            throw LambdaErrors.InvalidParameter("Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.");
        }
    }
}
