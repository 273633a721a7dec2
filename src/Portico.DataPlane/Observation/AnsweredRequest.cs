using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;

namespace Portico.DataPlane.Observation;

/// <summary>A request whose answer is known.</summary>
/// <param name="Invocation">The request.</param>
/// <param name="Fault">Why it is not the integration's answer, or null.</param>
/// <param name="Status">What the client is answered.</param>
/// <param name="Latency">From the request's arrival to the answer.</param>
public readonly record struct AnsweredRequest(Invocation Invocation, GatewayFault? Fault, int Status, TimeSpan Latency)
{
    /// <summary>How long the back end took; null where none was called.</summary>
    public TimeSpan? IntegrationLatency => Invocation.IntegrationLatency;

    /// <summary>The back end's status; null where there was no answer.</summary>
    public int? IntegrationStatus =>
        Invocation.IntegrationLatency is null ? null
        : Invocation.Integration.Status != 0 ? Invocation.Integration.Status
        : Fault is null ? Status : null;

    /// <summary>Bytes of the answer's body.</summary>
    public long ResponseLength => Invocation.Response.Rest?.TotalBytes ?? Invocation.Response.Body.Length;
}
