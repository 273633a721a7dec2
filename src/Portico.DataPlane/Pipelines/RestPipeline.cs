using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Pipelines;

/// <summary>
/// The way of a request through a REST API, in AWS's order of evaluation. A method without a feature has no step for it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-basic-concept.html"/>
public sealed record RestPipeline
{
    /// <summary>1. Who calls: signature, authorizer, resource policy.</summary>
    public IStep? Authorize { get; init; }

    /// <summary>2a. Does the stage's limit for the method leave room.</summary>
    public IStep? ThrottleMethod { get; init; }

    /// <summary>2b. On whose plan: API key, throttle, quota.</summary>
    public IStep? CheckUsagePlan { get; init; }

    /// <summary>2c. Take the coding off the client's body.</summary>
    public IStep? Decompress { get; init; }

    /// <summary>3. Show the request to whoever observes the method; it reads the body for <see cref="ReadBody"/>.</summary>
    public IStep? StartExecution { get; init; }

    /// <summary>4. Are the required parameters there.</summary>
    public IStep? ValidateParameters { get; init; }

    /// <summary>5. The body, for methods that look into it; others hand it on unread.</summary>
    public IStep? ReadBody { get; init; }

    /// <summary>6. Does the body follow its model.</summary>
    public IStep? ValidateBody { get; init; }

    /// <summary>7a. The response cache: a step made of 7 to 9, which answers in their place when it can and keeps what they answer.</summary>
    public Func<ImmutableArray<IStep>, IStep>? Cache { get; init; }

    /// <summary>7. Integration request: template, parameters, content handling.</summary>
    public IStep? MapRequest { get; init; }

    /// <summary>8a. When the back end is called.</summary>
    public IStep? StartIntegration { get; init; }

    /// <summary>8b. The back end.</summary>
    public required IStep Integrate { get; init; }

    /// <summary>9. Integration response: selection, parameters, template, content handling.</summary>
    public IStep? MapResponse { get; init; }

    /// <summary>10. Compress the answer for clients that want it so.</summary>
    public IStep? Compress { get; init; }

    public ImmutableArray<IStep> Steps =>
    [
        .. Present(Authorize, ThrottleMethod, CheckUsagePlan, Decompress, StartExecution, ValidateParameters, ReadBody, ValidateBody),
        .. Cache is { } cache ? [cache([.. Present(MapRequest, StartIntegration, Integrate, MapResponse)])] : Present(MapRequest, StartIntegration, Integrate, MapResponse),
        .. Present(Compress),
    ];

    private static IEnumerable<IStep> Present(params IStep?[] steps) => steps.OfType<IStep>();

    /// <summary>Runs a method's steps until one of them refuses.</summary>
    /// <returns>Null when the response is ready, or the failure to answer.</returns>
    public static ValueTask<GatewayFault?> RunAsync(Invocation invocation, ImmutableArray<IStep> steps)
    {
        for (var index = 0; index < steps.Length; index++)
        {
            var step = steps[index].RunAsync(invocation);
            if (!step.IsCompletedSuccessfully)
            {
                // A proxy's last step is the one that waits: nothing is left to do after it.
                return index == steps.Length - 1 ? step : AwaitedAsync(invocation, steps, step, index);
            }

            if (step.Result is { } fault) return new(fault);
        }

        return default;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<GatewayFault?> AwaitedAsync(Invocation invocation, ImmutableArray<IStep> steps, ValueTask<GatewayFault?> pending, int index)
        {
            if (await pending is { } first) return first;
            for (index++; index < steps.Length; index++)
            {
                if (await steps[index].RunAsync(invocation) is { } fault) return fault;
            }

            return null;
        }
    }
}
