namespace Portico.Lambda;

/// <summary>Lambda's quotas.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"/>
public static class Limits
{
    /// <summary>Bytes of a synchronous call's event.</summary>
    public const int MaxRequestBytes = 6_291_456;

    /// <summary>Bytes of an answer: the request's quota and a hundred bytes for what is around it.</summary>
    public const int MaxResponseBytes = 6_291_556;

    /// <summary>Bytes of an asynchronous call's event.</summary>
    public const int MaxEventBytes = 1_048_576;

    /// <summary>Bytes of a streamed answer.</summary>
    public const long MaxStreamedBytes = 200L * 1024 * 1024;

    /// <summary>Bytes of a package as it is uploaded.</summary>
    public const int MaxPackageBytes = 52_428_800;

    /// <summary>Bytes of a package unpacked.</summary>
    public const long MaxUnpackedBytes = 262_144_000;

    /// <summary>How long a function may take to ask for its first call.</summary>
    public static TimeSpan MaxInitDuration { get; } = TimeSpan.FromSeconds(10);
}
