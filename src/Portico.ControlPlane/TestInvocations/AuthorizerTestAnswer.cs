using System.Collections.Immutable;

namespace Portico.ControlPlane.TestInvocations;

/// <summary>What a tested authorizer says.</summary>
/// <param name="Status">What a client would be answered: 200 when it is let in.</param>
/// <param name="Log">Lines that each end with a line feed.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="PrincipalId">Of a Lambda authorizer.</param>
/// <param name="Policy">Of a Lambda authorizer, as JSON.</param>
/// <param name="Claims">Of a token; default when there is none.</param>
public sealed record AuthorizerTestAnswer(int Status, string Log, TimeSpan Latency, string? PrincipalId, string? Policy, ImmutableArray<KeyValuePair<string, string>> Claims);
