using System.Collections.Immutable;
using Portico.Protocol.Operations;

namespace Portico.Protocol.Access;

/// <summary>Says whether the caller of one request may make it. It refuses by throwing <see cref="Portico.Aws.ServiceException"/>.</summary>
public interface ICallAuthorization
{
    /// <summary>Asked first, before anything of the input is looked at.</summary>
    /// <param name="operation">What is called.</param>
    /// <param name="labels">The values of its address's labels, decoded.</param>
    void CheckOperation(OperationDescription operation, ImmutableArray<string> labels);

    /// <summary>Asked by the operation, where what it is about stands in its input and not in its address.</summary>
    void Require(string action, string resource);

    /// <summary>Asked by the operation, for an action that only some of its calls need.</summary>
    void Require(string action);
}
