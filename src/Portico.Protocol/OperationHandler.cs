namespace Portico.Protocol;

/// <summary>What an operation does. Refusals are thrown as <see cref="Portico.Aws.ServiceException"/>.</summary>
public delegate ValueTask<OperationResult> OperationHandler(OperationCall call, CancellationToken cancellationToken);
