using System.Collections.Immutable;

namespace Portico.Model.Lambda;

/// <summary>A function with everything under its name: <c>$LATEST</c>, published versions, aliases, policies.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html"/>
public sealed record LambdaFunction
{
    /// <summary>How the version is called that can still be changed.</summary>
    public const string LatestVersion = "$LATEST";

    /// <summary>1 to 64 letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Without qualifier.</summary>
    public required string Arn { get; init; }

    public required FunctionConfiguration Latest { get; init; }

    /// <summary>Published, ascending.</summary>
    public ImmutableArray<FunctionConfiguration> Versions { get; init; } = [];

    /// <summary>The number of the last version that was ever published; numbers are not used again.</summary>
    public int LastVersion { get; init; }

    public ImmutableSortedDictionary<string, FunctionAlias> Aliases { get; init; } = ImmutableSortedDictionary.Create<string, FunctionAlias>(StringComparer.Ordinal);

    /// <summary>Who may call, by qualifier; that of the function itself under the empty text.</summary>
    public ImmutableSortedDictionary<string, FunctionPolicy> Policies { get; init; } = ImmutableSortedDictionary.Create<string, FunctionPolicy>(StringComparer.Ordinal);

    /// <summary>How many calls may run at once, or null for as many as the machine is given; 0 stops the function.</summary>
    public int? ReservedConcurrentExecutions { get; init; }

    /// <summary>What happens to asynchronous calls, by qualifier; <c>$LATEST</c> for the function itself.</summary>
    public ImmutableSortedDictionary<string, EventInvokeConfig> EventInvokeConfigs { get; init; } = ImmutableSortedDictionary.Create<string, EventInvokeConfig>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The version of that number, <c>$LATEST</c> included, or null.</summary>
    public FunctionConfiguration? FindVersion(string version) =>
        version == LatestVersion ? Latest : Versions.FirstOrDefault(each => each.Version == version);

    /// <summary>Whether a qualifier names a version or an alias; none names <c>$LATEST</c>.</summary>
    public bool Has(string? qualifier) => string.IsNullOrEmpty(qualifier) || FindVersion(qualifier) is not null || Aliases.ContainsKey(qualifier);

    /// <summary>The version that one call runs.</summary>
    /// <param name="qualifier">A version, an alias, or null.</param>
    /// <param name="chance">From 0 to 1; decides between the versions of an alias with weights.</param>
    public FunctionConfiguration? Resolve(string? qualifier, Func<double> chance)
    {
        if (string.IsNullOrEmpty(qualifier)) return Latest;
        return FindVersion(qualifier) ?? (Aliases.TryGetValue(qualifier, out var alias) ? FindVersion(alias.Choose(chance)) : null);
    }

    /// <summary>The ARN as callers name it.</summary>
    public string QualifiedArn(string? qualifier) => string.IsNullOrEmpty(qualifier) ? Arn : $"{Arn}:{qualifier}";
}
