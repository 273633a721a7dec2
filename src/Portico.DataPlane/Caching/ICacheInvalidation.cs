using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Caching;

/// <summary>Says who may have an answer fetched anew.</summary>
public interface ICacheInvalidation
{
    /// <summary>Null when the caller of a request may, otherwise the answer for one who may not.</summary>
    GatewayFault? Refusal(Invocation invocation);
}
