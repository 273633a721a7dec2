using Portico.Protocol.Access;
using Portico.Protocol.Binding;
using Portico.Protocol.Operations;

namespace Portico.Protocol;

/// <summary>One call of an operation, bound and checked against the service's model.</summary>
public sealed record OperationCall(OperationDescription Operation, InputStructure Input, string Region, string AccountId, string RequestId)
{
    /// <summary>Who may call what; null where nobody asks.</summary>
    public ICallAuthorization? Authorization { get; init; }

    /// <summary>Refuses a caller who may not do something that only some calls of this operation do.</summary>
    /// <exception cref="Portico.Aws.ServiceException">He may not.</exception>
    public void Require(string action) => Authorization?.Require(action);

    /// <summary>Refuses a caller who may not do something to a thing that the input names.</summary>
    /// <exception cref="Portico.Aws.ServiceException">He may not.</exception>
    public void Require(string action, string resource) => Authorization?.Require(action, resource);
}
