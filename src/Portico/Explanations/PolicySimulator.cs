using Portico.Aws.Signing;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Listening;
using Portico.DataPlane.Stages;
using Portico.TestInvocations;

namespace Portico.Explanations;

/// <summary>
/// Says what would be decided about a request that nobody sent. The caller's own key signs it, and the step of the running stage decides about it
/// as about any other: there is no second evaluation.
/// </summary>
internal sealed class PolicySimulator(StageTable stages, CallerDirectory callers, RequestIds ids, TimeProvider time, Func<string> scheme)
{
    /// <returns>Null, with the problem, when there is no such stage or caller.</returns>
    internal async ValueTask<SimulatedDecision?> DecideAsync(SimulatedRequest request, Action<string> onProblem, CancellationToken cancellationToken)
    {
        if (stages.Find(request.RestApiId, request.Stage) is not { } stage)
        {
            onProblem($"there is no stage '{request.Stage}' of an API '{request.RestApiId}' that is served");
            return null;
        }

        var caller = request.Caller is null ? null : callers.Find(request.Caller) ?? callers.FindByArn(request.Caller);
        if (caller is null && request.Caller is not null)
        {
            onProblem($"nobody who has an access key here is '{request.Caller}'; name a user, a session or the root user by ARN or access key id");
            return null;
        }

        var at = request.Time ?? time.GetUtcNow();
        var mark = request.Path.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (request.Path, "") : (request.Path[..mark], request.Path[(mark + 1)..]);
        List<(string Name, string Value)> headers = [("Host", $"{request.RestApiId}.execute-api.{stage.Context.Region}.amazonaws.com"), .. request.Headers.Where(header => !header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase))];
        if (caller is not null)
        {
            var signer = new RequestSigner(new SigningKeyCache(), new At(at));
            headers.AddRange(signer.Sign(
                request.Method, path, query, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), PayloadHash.Of([]), caller.Credentials, stage.Context.Region, "execute-api").Select(line => (line.Key, line.Value)));
        }

        using var exchange = new InMemoryExchange(request.Method, request.Path, [.. headers], [], cancellationToken, request.Scheme ?? scheme(), request.SourceIp);
        var simulation = new Simulation();
        using var invocation = new Invocation(ids, new At(at)) { Simulation = simulation };
        var fault = await RestGateway.AuthorizeAsync(exchange.Features, invocation, stage);
        return new SimulatedDecision
        {
            Fault = fault,
            Reason = fault is not null ? DecisionReason.Of(fault) : simulation.Granted ?? new(DecisionRule.Open, "let in"),
            ResourcePath = invocation.Method?.ResourcePath,
            ResourceMethod = invocation.Method?.HttpMethod,
            Principal = invocation.Caller?.Principal.Arn ?? invocation.Authorizer?.PrincipalId,
        };
    }

    /// <summary>A clock that stands where the request is.</summary>
    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>What would be decided, and why.</summary>
internal sealed record SimulatedDecision
{
    /// <summary>Null when the request would be let in.</summary>
    internal required GatewayFault? Fault { get; init; }

    internal required DecisionReason Reason { get; init; }

    internal required string? ResourcePath { get; init; }

    internal required string? ResourceMethod { get; init; }

    internal required string? Principal { get; init; }
}
