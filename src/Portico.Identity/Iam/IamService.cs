using System.Collections.Immutable;
using System.Xml.Linq;
using Portico.Identity.Storage;
using Portico.Protocol.Query;

namespace Portico.Identity.Iam;

/// <summary>The part of IAM that this server offers.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html"/>
public static class IamService
{
    private static readonly XNamespace Namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

    public static QueryService<IdentityCaller> Create(IdentityStore store, TimeProvider time, Action<string, string, Exception>? onUnexpected = null)
    {
        var operations = new Dictionary<string, QueryOperation<IdentityCaller>>(StringComparer.Ordinal);
        new UserOperations(store, time).AddTo(operations);
        new AccessKeyOperations(store, time).AddTo(operations);
        new RoleOperations(store, time).AddTo(operations);
        new PolicyOperations(store).AddTo(operations);
        return new QueryService<IdentityCaller>(Namespace, operations, onUnexpected);
    }
}
