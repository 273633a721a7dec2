using System.Collections.Immutable;

namespace Portico.Model.Lambda;

/// <summary>One version of a function: its code and how it runs.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html"/>
public sealed record FunctionConfiguration
{
    public const int DefaultTimeoutInSeconds = 3;
    public const int DefaultMemoryInMegabytes = 128;
    public const int DefaultEphemeralStorageInMegabytes = 512;

    /// <summary>A number from 1, or <c>$LATEST</c>.</summary>
    public string Version { get; init; } = LambdaFunction.LatestVersion;

    public string Description { get; init; } = "";

    /// <summary>Such as <c>nodejs22.x</c>, <c>python3.13</c>, <c>provided.al2023</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Kept for the client; a local function has the rights of Portico's own user.</summary>
    public required string Role { get; init; }

    /// <summary>What the runtime loads, such as <c>index.handler</c>.</summary>
    public required string Handler { get; init; }

    public required FunctionCode Code { get; init; }

    /// <summary>Seconds, 1 to 900. Default 3.</summary>
    public int Timeout { get; init; } = DefaultTimeoutInSeconds;

    /// <summary>Megabytes, 128 to 10,240. Default 128.</summary>
    public int MemorySize { get; init; } = DefaultMemoryInMegabytes;

    /// <summary>Megabytes, 512 to 10,240. Default 512.</summary>
    public int EphemeralStorage { get; init; } = DefaultEphemeralStorageInMegabytes;

    /// <summary>Null when never given.</summary>
    public ImmutableSortedDictionary<string, string>? Environment { get; init; }

    public ImmutableArray<string> Architectures { get; init; } = ["x86_64"];

    /// <summary><c>PassThrough</c> or <c>Active</c>.</summary>
    public string TracingMode { get; init; } = "PassThrough";

    public string? KmsKeyArn { get; init; }

    /// <summary>The ARN of what takes events that failed, or null.</summary>
    public string? DeadLetterTarget { get; init; }

    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string LogFormat { get; init; } = "Text";

    /// <summary>Null for <c>/aws/lambda/NAME</c>.</summary>
    public string? LogGroup { get; init; }

    /// <summary>Changes with every change of the version; what runs is replaced when it does.</summary>
    public required string RevisionId { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public TimeSpan TimeLimit => TimeSpan.FromSeconds(Timeout);
}
