using Portico.Aws.Signing;

namespace Portico.Lambda.Remote;

/// <summary>A service that speaks Lambda's Invoke API.</summary>
/// <param name="Address">Scheme, host and port, perhaps a path before the API's own.</param>
/// <param name="Region">That signatures name.</param>
/// <param name="Credentials">Whose signature calls bear.</param>
/// <param name="IsAws">Whether functions are named by their whole ARN there; other services know them by name.</param>
public sealed record RemoteEndpoint(Uri Address, string Region, AwsCredentials Credentials, bool IsAws);
