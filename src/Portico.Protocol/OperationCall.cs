using Portico.Protocol.Binding;
using Portico.Protocol.Operations;

namespace Portico.Protocol;

/// <summary>One call of an operation, bound and checked against the service's model.</summary>
public sealed record OperationCall(OperationDescription Operation, InputStructure Input, string Region, string AccountId, string RequestId);
