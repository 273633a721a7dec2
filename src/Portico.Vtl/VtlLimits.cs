namespace Portico.Vtl;

/// <summary>What one rendering may use. Whoever reaches a bound ends with an error of the kind <see cref="VtlErrorKind.Limit"/>.</summary>
public sealed record VtlLimits
{
    public static VtlLimits Default { get; } = new();

    /// <value>Bytes written, from 0. Default 10 MiB, the largest payload of API Gateway.</value>
    public long OutputBytes { get; init; } = 10 * 1024 * 1024;

    /// <value>Directives, references and operations evaluated, from 1. Default 1,000,000.</value>
    public int Steps { get; init; } = 1_000_000;

    /// <value>Macro calls, <c>#evaluate</c> and <c>#define</c> inside one another, from 1 to 200. Default 20, as in Velocity.</value>
    public int Depth { get; init; } = 20;

    /// <value>Iterations of one <c>#foreach</c>, from 0. Default 1000.</value>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"/>
    public int Iterations { get; init; } = 1000;

    /// <value>Characters and elements made by the template in strings, lists and maps, all counted together, from 1. Default 16 Mi.</value>
    public long ValueUnits { get; init; } = 16 * 1024 * 1024;

    /// <value>How long all regular expressions of the rendering may run together, checked after each match. Default 1 s.</value>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromSeconds(1);
}
