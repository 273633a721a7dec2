using System.Collections.Immutable;

namespace Portico.Model.Lambda;

/// <summary>A name for a version, perhaps with a second version that takes a part of the calls.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html"/>
public sealed record FunctionAlias
{
    public required string Name { get; init; }

    /// <summary>A version's number, or <c>$LATEST</c>.</summary>
    public required string FunctionVersion { get; init; }

    public string? Description { get; init; }

    /// <summary>Version to its share of the calls, 0 to 1; at most one entry. The rest goes to <see cref="FunctionVersion"/>.</summary>
    public ImmutableSortedDictionary<string, double> AdditionalVersionWeights { get; init; } = ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    public required string RevisionId { get; init; }

    /// <summary>The version of one call.</summary>
    public string Choose(Func<double> chance)
    {
        foreach (var (version, weight) in AdditionalVersionWeights)
        {
            if (chance() < weight) return version;
        }

        return FunctionVersion;
    }
}
