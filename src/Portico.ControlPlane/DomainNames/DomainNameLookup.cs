using Portico.ControlPlane.Access;
using Portico.Model.Domains;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.DomainNames;

internal static class DomainNameLookup
{
    /// <summary>The domain name that a call names: a private one by its id as well.</summary>
    public static DomainName DomainOf(this OperationCall call, AccountEntry entry) =>
        entry.DomainNames.GetValueOrDefault(DomainName.KeyOf(call.Input.Required("domainName"), call.Input.Text("domainNameId"))) ?? throw Missing.DomainName();

    public static IEnumerable<BasePathMapping> MappingsOf(this AccountEntry entry, DomainName domain) =>
        entry.BasePathMappings.Values.Where(mapping => mapping.DomainKey == domain.Key);
}
