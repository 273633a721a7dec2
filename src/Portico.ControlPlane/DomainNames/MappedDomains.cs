using Portico.Aws;
using Portico.Storage;

namespace Portico.ControlPlane.DomainNames;

/// <summary>What domain names lead to cannot be deleted under them.</summary>
internal static class MappedDomains
{
    /// <summary>Refuses the deletion of an API, or of one of its stages, that a base path mapping names.</summary>
    /// <param name="stage">Null for the API itself.</param>
    public static void CheckNone(AccountEntry account, string apiId, string? stage)
    {
        var domains = account.BasePathMappings.Values
            .Where(mapping => mapping.RestApiId == apiId && (stage is null || mapping.Stage == stage))
            .Select(mapping => account.DomainNames[mapping.DomainKey].Name)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (domains.Count == 0) return;
        throw ServiceException.BadRequest(
            stage is null
                ? $"Deleting RestApi {apiId} failed. Please remove all base path mappings related to the RestApi in your domains: {string.Join(", ", domains)}"
                : $"Deleting stage {stage} failed. Please remove all base path mappings related to the stage in your domains: {string.Join(", ", domains)}");
    }
}
