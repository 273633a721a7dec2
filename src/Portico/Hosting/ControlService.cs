using Portico.Aws;
using Portico.Protocol;
using Portico.Protocol.Access;
using Portico.Protocol.Messages;

namespace Portico.Hosting;

/// <summary>A service of AWS behind the control listener that speaks JSON.</summary>
/// <param name="Name">Such as <c>apigateway</c>; see <see cref="ControlServices.Find"/>.</param>
/// <param name="SigningName">What calls of it are signed for.</param>
/// <param name="InvokeAsync">Answers a call; what is behind it is made when it is first called.</param>
/// <param name="Refuse">Writes a refusal in the form of its protocol where that is not restJson1; else null.</param>
/// <param name="MaxBodyBytes">A little more than it takes: the service itself says what is too much.</param>
/// <param name="Permissions">What callers must be allowed to do, by operation; an operation without a row is closed to all but the root user.</param>
internal sealed record ControlService(string Name, string SigningName, Func<ServiceRequest, CancellationToken, ValueTask<ServiceResponse>> InvokeAsync, int MaxBodyBytes, ILookup<string, OperationPermission> Permissions,
    Func<ServiceException, ServiceResponse>? Refuse = null)
{
    internal ControlService(string name, string signingName, Lazy<RestJsonService> service, int maxBodyBytes, ILookup<string, OperationPermission> permissions)
        : this(name, signingName, (request, cancellationToken) => service.Value.InvokeAsync(request, cancellationToken), maxBodyBytes, permissions)
    {
    }

    internal ControlService(string name, string signingName, Lazy<JsonRpcService> service, int maxBodyBytes, ILookup<string, OperationPermission> permissions)
        : this(name, signingName, (request, cancellationToken) => service.Value.InvokeAsync(request, cancellationToken), maxBodyBytes, permissions, refusal => service.Value.Refuse(refusal))
    {
    }
}
