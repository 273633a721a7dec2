using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;
using Portico.DataPlane.Routing;
using Portico.DataPlane.Stages;
using Portico.DataPlane.Traffic;

namespace Portico.DataPlane.Listening;

/// <summary>Takes a request from the server's features to its answer: stage, route, pipeline, response.</summary>
/// <param name="throttle">What holds for all requests of the account together; null for no limit.</param>
/// <param name="refusals">Where refusals are kept; null keeps none. A request that is let in does not come near it.</param>
public sealed class RestGateway(StageTable stages, RequestIds ids, TimeProvider time, IRequestObserver observer, ILogger<RestGateway> logger, Throttle? throttle = null, RefusalRing? refusals = null)
{
    /// <summary>An invocation for one connection, to be used for its requests one after the other.</summary>
    public Invocation NewInvocation() => new(ids, time);

    /// <summary>
    /// True when a request that reached the control listener is one for an API: by host or by path form. Not by a domain name:
    /// the control listener's own names may be mapped to an API, and would be lost to the control plane.
    /// </summary>
    public static bool Addresses(string? host, string rawTarget) => RequestAddress.IsExecuteApiHost(host) || RequestAddress.IsPathForm(rawTarget);

    /// <summary>Handles one request whole. Never throws for anything a client or a back end does.</summary>
    public ValueTask HandleAsync(IFeatureCollection features, Invocation invocation)
    {
        var request = features.Request();
        invocation.Begin(features, request);

        if (FixedAnswer.ForMessage(invocation.Request) is { } malformed) return RespondAsync(features, invocation, malformed);
        if (RequestAddress.Find(stages, invocation) is not { } stage) return RespondAsync(features, invocation, FixedAnswer.ForNobody(invocation.Request));
        if (invocation.Request.ContentLength > RequestBodies.MaxBytes) return RespondAsync(features, invocation, FixedAnswer.PayloadTooLarge);

        if (stage.Canary?.Choose(invocation) is { } canary) stage = canary;
        invocation.Stage = stage.Context;
        TakeClientsOwnWishes(invocation);
        if (stage.Routes.Match(HttpVerbs.Parse(invocation.Request.Method), invocation.Request.ResourcePath, invocation.Captures) is not { } method)
        {
            return FinishAsync(features, invocation, stage, Unrouted(invocation));
        }

        if (throttle is null) return RunAsync(features, invocation, stage, method);
        var taken = throttle.TryTakeAsync(time.GetTimestamp());
        if (!taken.IsCompletedSuccessfully) return ThrottledAsync(features, invocation, stage, method, taken);
        return taken.Result ? RunAsync(features, invocation, stage, method) : FinishAsync(features, invocation, stage, Throttled(throttle));
    }

    /// <summary>Runs the method of one resource, whatever address the request has, as a test of it does.</summary>
    /// <param name="stage">A stage that has this resource.</param>
    /// <param name="resourcePath">The resource's path, such as <c>/pets/{petId}</c>. Where the request's own path does not fit it, there are no path parameters (recorded).</param>
    public ValueTask HandleAsync(IFeatureCollection features, Invocation invocation, CompiledStage stage, string resourcePath)
    {
        invocation.Begin(features, features.Request());
        if (FixedAnswer.ForMessage(invocation.Request) is { } malformed) return RespondAsync(features, invocation, malformed);

        invocation.Stage = stage.Context;
        var verb = HttpVerbs.Parse(invocation.Request.Method);
        var method = stage.Routes.Match(verb, resourcePath, invocation.Captures)
            ?? throw new ArgumentException($"The stage has no {invocation.Request.Method} {resourcePath}.", nameof(resourcePath));
        if (stage.Routes.Match(verb, invocation.Request.ResourcePath, invocation.Captures) != method) method = method with { Context = method.Context with { PathVariables = [] } };
        return RunAsync(features, invocation, stage, method);
    }

    /// <summary>
    /// What a request would meet on its way to its method: its route, and who may call, by the stage's own step. Nothing is counted and no back
    /// end is called; an authorizer's function is.
    /// </summary>
    /// <param name="features">The request; its path begins behind the stage.</param>
    /// <param name="invocation">With a <see cref="Invocation.Simulation"/>, which afterwards says why the request was let in.</param>
    /// <returns>Null when it would be let in.</returns>
    public static async ValueTask<GatewayFault?> AuthorizeAsync(IFeatureCollection features, Invocation invocation, CompiledStage stage)
    {
        invocation.Begin(features, features.Request());
        invocation.Stage = stage.Context;
        if (stage.Routes.Match(HttpVerbs.Parse(invocation.Request.Method), invocation.Request.ResourcePath, invocation.Captures) is not { } method) return Unrouted(invocation);
        invocation.Method = method.Context;
        if (method.Authorize is { } authorize) return await authorize.RunAsync(invocation);
        invocation.Simulation?.Granted = new(DecisionRule.Open, "nothing stands before the method: it has no authorization, and the API no resource policy");
        return null;
    }

    private static GatewayFault Unrouted(Invocation invocation)
    {
        var fault = SignatureFaults.ForUnrouted(invocation.Request);
        return fault with { Reason = new(DecisionRule.Route, $"the stage has no method that takes {invocation.Request.Method} for this path") };
    }

    private static GatewayFault Throttled(Throttle account) => GatewayFault.Throttled with
    {
        Reason = new(DecisionRule.Throttle, string.Create(CultureInfo.InvariantCulture, $"throttled by the account's limit: {account.Limit.RatePerSecond} requests a second, burst {account.Limit.Burst}")),
    };

    private async ValueTask ThrottledAsync(IFeatureCollection features, Invocation invocation, CompiledStage stage, CompiledMethod method, ValueTask<bool> taken)
    {
        if (await taken) await RunAsync(features, invocation, stage, method);
        else await FinishAsync(features, invocation, stage, Throttled(throttle!));
    }

    private ValueTask RunAsync(IFeatureCollection features, Invocation invocation, CompiledStage stage, CompiledMethod method)
    {
        invocation.Method = method.Context;
        if (observer.Begin(invocation) is { } execution) invocation.Execution = execution;
        ValueTask<GatewayFault?> running;
        try
        {
            running = RestPipeline.RunAsync(invocation, method.Steps);
        }
        catch (Exception exception)
        {
            return FinishAsync(features, invocation, stage, Unexpected(invocation, exception));
        }

        return running.IsCompletedSuccessfully ? FinishAsync(features, invocation, stage, running.Result) : AwaitedAsync(features, invocation, stage, running);
    }

    private async ValueTask AwaitedAsync(IFeatureCollection features, Invocation invocation, CompiledStage stage, ValueTask<GatewayFault?> running)
    {
        GatewayFault? fault;
        try
        {
            fault = await running;
        }
        catch (Exception exception)
        {
            fault = Unexpected(invocation, exception);
        }

        await FinishAsync(features, invocation, stage, fault);
    }

    private ValueTask FinishAsync(IFeatureCollection features, Invocation invocation, CompiledStage stage, GatewayFault? fault)
    {
        invocation.EndIntegration();
        if (fault is not null)
        {
            if (fault.Detail is { } detail) DataPlaneLog.RequestFailed(logger, invocation.RequestId, invocation.Request.Method, invocation.Request.RawPath, detail);
            if (FixedAnswer.ForFault(fault) is { } fixedAnswer)
            {
                invocation.Execution?.Finished(invocation, fault, fixedAnswer.Status);
                return RespondAsync(features, invocation, fixedAnswer, fault);
            }

            GatewayResponder.Render(invocation, stage.GatewayResponses, fault);
            refusals?.Add(Refusal.Of(invocation, invocation.Response.Status, DecisionReason.Of(fault), fault));
        }

        invocation.Execution?.Finished(invocation, fault, invocation.Response.Status);
        observer.Answered(invocation, fault);
        return ResponseWriter.WriteAsync(features, invocation);
    }

    private ValueTask RespondAsync(IFeatureCollection features, Invocation invocation, FixedAnswer answer, GatewayFault? fault = null)
    {
        refusals?.Add(Refusal.Of(invocation, answer.Status, fault is null ? answer.Reason : DecisionReason.Of(fault), fault: null));
        observer.Refused(invocation, answer.Status);
        return answer.WriteAsync(features, invocation);
    }

    private GatewayFault Unexpected(Invocation invocation, Exception exception)
    {
        DataPlaneLog.Unexpected(logger, exception, invocation.RequestId, invocation.Request.Method, invocation.Request.RawPath);
        return GatewayFault.Configuration("unexpected failure");
    }

    // Both are documented: a client may name the request's id and override its method.
    private static void TakeClientsOwnWishes(Invocation invocation)
    {
        var request = invocation.Request;
        if (request.Header("x-amzn-RequestId") is { Length: > 0 and <= 128 } id) invocation.RequestId = id;
        if (request.Header("X-HTTP-Method-Override") is { Length: > 0 } method) request.Method = method;
    }
}
