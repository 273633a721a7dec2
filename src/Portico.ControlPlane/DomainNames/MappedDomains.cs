using Portico.Aws;
using Portico.Storage;

namespace Portico.ControlPlane.DomainNames;

/// <summary>What domain names lead to cannot be deleted under them.</summary>
internal static class MappedDomains
{
    /// <summary>Refuses the deletion of an API, or of one of its stages, that a base path mapping or a routing rule names.</summary>
    /// <param name="stage">Null for the API itself.</param>
    public static void CheckNone(AccountEntry account, string apiId, string? stage)
    {
        var domains = account.BasePathMappings.Values
            .Where(mapping => mapping.RestApiId == apiId && (stage is null || mapping.Stage == stage))
            .Select(mapping => mapping.DomainKey)
            .Concat(account.RoutingRules.Values.Where(rule => rule.ApiId == apiId && (stage is null || rule.Stage == stage)).Select(rule => rule.DomainKey))
            .Select(key => account.DomainNames[key].Name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (domains.Count == 0) return;
        throw ServiceException.BadRequest(
            stage is null
                ? $"Deleting RestApi {apiId} failed. Please remove all base path mappings related to the RestApi in your domains: {string.Join(", ", domains)}"
                : $"Deleting stage {stage} failed. Please remove all base path mappings related to the stage in your domains: {string.Join(", ", domains)}");
    }
}
