namespace Portico.DataPlane.Invocations;

/// <summary>What the stage says about logs and metrics of a method, inheritance settled.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html"/>
public sealed record MethodSettings
{
    /// <summary>What holds where the stage sets nothing.</summary>
    public static MethodSettings Default { get; } = new();

    /// <summary>Whether metrics are kept for the method by itself, besides those of the stage.</summary>
    public bool MetricsEnabled { get; init; }

    public LoggingLevel LoggingLevel { get; init; }

    /// <summary>Whether the execution log shows headers and bodies.</summary>
    public bool DataTraceEnabled { get; init; }
}

/// <summary>What the execution log of a method takes down.</summary>
public enum LoggingLevel
{
    Off,

    /// <summary>Failures.</summary>
    Error,

    /// <summary>Every step.</summary>
    Info,
}
