using System.Collections.Immutable;

namespace Portico.ControlPlane.TestInvocations;

/// <summary>What a tested method answers, and how it came to it.</summary>
/// <param name="Status">The client's.</param>
/// <param name="Headers">Lines in order, without those that every answer of the gateway has.</param>
/// <param name="Log">Lines that each end with a line feed, in AWS's wording.</param>
/// <param name="Latency">From the request to its answer.</param>
public sealed record TestInvocationAnswer(int Status, ImmutableArray<(string Name, string Value)> Headers, string Body, string Log, TimeSpan Latency);
