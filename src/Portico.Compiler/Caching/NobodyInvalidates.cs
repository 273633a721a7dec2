using Portico.Aws.Vocabulary;
using Portico.DataPlane.Caching;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.Compiler.Caching;

/// <summary>Where nothing is known about permissions, nobody has any.</summary>
internal sealed class NobodyInvalidates : ICacheInvalidation
{
    public GatewayFault? Refusal(Invocation invocation) => GatewayFault.Of(GatewayResponseType.AccessDenied);
}
