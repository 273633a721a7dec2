using System.Globalization;
using Portico.Model.Rest;

namespace Portico.Compiler.Caching;

/// <summary>How the caches of a stage are called, and how large they are.</summary>
public static class CacheClusters
{
    /// <summary>What a cluster has that was switched on without a size, in GB.</summary>
    public const string DefaultSize = "0.5";

    public static string Name(string apiId, string stageName) => $"{apiId}/{stageName}";

    /// <summary>Of a canary that does not use its stage's.</summary>
    public static string CanaryName(string apiId, string stageName) => $"{apiId}/{stageName}/canary";

    /// <summary>In bytes.</summary>
    public static long Capacity(Stage stage) => (long)(double.Parse(stage.CacheClusterSize ?? DefaultSize, CultureInfo.InvariantCulture) * 1024 * 1024 * 1024);
}
