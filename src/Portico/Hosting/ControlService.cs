using Portico.Protocol;
using Portico.Protocol.Access;

namespace Portico.Hosting;

/// <summary>A service of AWS behind the control listener that speaks restJson1.</summary>
/// <param name="Name">Such as <c>apigateway</c>; see <see cref="ControlServices.Find"/>.</param>
/// <param name="SigningName">What calls of it are signed for.</param>
/// <param name="Service">Made when it is first called.</param>
/// <param name="MaxBodyBytes">A little more than it takes: the service itself says what is too much.</param>
/// <param name="Permissions">What callers must be allowed to do, by operation; an operation without a row is closed to all but the root user.</param>
internal sealed record ControlService(string Name, string SigningName, Lazy<RestJsonService> Service, int MaxBodyBytes, ILookup<string, OperationPermission> Permissions);
