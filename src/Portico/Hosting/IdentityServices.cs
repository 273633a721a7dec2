using Portico.Identity;
using Portico.Protocol.Query;

namespace Portico.Hosting;

/// <summary>The services that speak the Query protocol, by the name that they are signed for.</summary>
internal sealed record IdentityServices(QueryService<IdentityCaller> Iam, QueryService<IdentityCaller> Sts)
{
    internal QueryService<IdentityCaller>? Find(string service) => service switch { "iam" => Iam, "sts" => Sts, _ => null };

    /// <summary>The service of a call that is not signed: by its action.</summary>
    internal string? ServiceOf(string? action) => action is null ? null : Sts.Offers(action) ? "sts" : Iam.Offers(action) ? "iam" : null;
}
