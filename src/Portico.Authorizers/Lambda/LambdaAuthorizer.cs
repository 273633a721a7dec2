using System.Runtime.CompilerServices;
using System.Text.Json;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Events;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.Lambda;
using Portico.Lambda.Calls;

namespace Portico.Authorizers.Lambda;

/// <summary>An authorizer that asks a function: who is asked, about what, and for how long the answer holds.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html"/>
internal sealed class LambdaAuthorizer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(29);

    private static readonly GatewayFault Unauthorized = GatewayFault.Of(GatewayResponseType.Unauthorized);

    internal required string Id { get; init; }

    /// <summary>For whoever asks why a caller was refused.</summary>
    internal required string Name { get; init; }

    /// <summary>TOKEN rather than REQUEST.</summary>
    internal required bool TakesToken { get; init; }

    internal required FunctionTarget Function { get; init; }

    internal required IdentitySources Sources { get; init; }

    /// <summary>What a token must match before anybody is asked; null for anything.</summary>
    internal IdentityExpression? Expression { get; init; }

    /// <summary>Zero keeps nothing.</summary>
    internal required TimeSpan Ttl { get; init; }

    internal required AuthorizerCache Cache { get; init; }

    /// <summary>The caller's identity, or the refusal of one who shows none.</summary>
    internal string? Identify(Invocation invocation, out GatewayFault? refusal)
    {
        var identity = Sources.Read(invocation);

        // Where nothing is kept, a function of type REQUEST sees for itself.
        var isNeeded = TakesToken || (Ttl > TimeSpan.Zero && !Sources.IsEmpty);
        refusal = !isNeeded ? null
            : identity is null ? Refused($"the identity source {Sources.Missing(invocation)} of the authorizer '{Name}' is missing or empty")
            : Expression?.Matches(identity) == false ? Refused($"the token does not match the identityValidationExpression of the authorizer '{Name}'")
            : null;
        return identity;
    }

    /// <summary>Asks the function.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<(AuthorizerAnswer? Answer, GatewayFault? Fault)> AskAsync(Invocation invocation, string methodArn, string? identity)
    {
        var function = Function.Find();
        if (function is null && !Function.MayBeElsewhere) return (null, Configuration($"there is no function {Function.Arn}"));
        if (!Function.IsPermitted(function, "", (Invocation: invocation, Id), static state => $"{state.Invocation.Stage.ApiId}/authorizers/{state.Id}"))
        {
            return (null, Configuration("Invalid permissions on Lambda function"));
        }

        var cache = Cache.Present;
        var started = invocation.Time.GetTimestamp();
        var call = Function.NewCall(function, invocation.RequestId, invocation.Trace.Text);
        if (TakesToken) WriteToken(call, methodArn, identity!);
        else ProxyEvent.WriteForAuthorizer(call.Event, invocation, methodArn);
        using var outcome = await Function.InvokeAsync(call, Limit);
        invocation.AuthorizerLatencyMs = (int)invocation.Time.GetElapsedTime(started).TotalMilliseconds;

        switch (outcome.Status)
        {
            case InvocationStatus.Succeeded:
                if (AuthorizerAnswerReader.Read(outcome.Payload, out var problem) is not { } answer) return (null, Configuration(problem));
                // A simulated request has a time of its own, by which nothing may be kept.
                if (Ttl > TimeSpan.Zero && identity is not null && invocation.Simulation is null) cache.Add(identity, answer, invocation.ReceivedAt, Ttl);
                return (answer, null);
            case InvocationStatus.FunctionError when outcome.ErrorMessage() == "Unauthorized":
                return (null, Refused($"the function of the authorizer '{Name}' said Unauthorized"));
            case InvocationStatus.FunctionError:
                return (null, Configuration("Invalid JSON in response: Unrecognized field \"errorType\" , not marked as ignorable"));
            case InvocationStatus.Refused when outcome.RefusalStatus is 403 or 404:
                return (null, Configuration("Invalid permissions on Lambda function"));
            default:
                return (null, GatewayFault.Of(GatewayResponseType.AuthorizerFailure, $"Execution failed due to configuration error: Authorizer error ({outcome.Status})"));
        }
    }

    private static GatewayFault Refused(string text) => Unauthorized with { Reason = new(DecisionRule.Authorizer, text) };

    private static GatewayFault Configuration(string problem) => GatewayFault.Of(GatewayResponseType.AuthorizerConfigurationError, $"Execution failed due to configuration error: {problem}");

    private static void WriteToken(FunctionCall call, string methodArn, string token)
    {
        using var writer = new Utf8JsonWriter(call.Event);
        writer.WriteStartObject();
        writer.WriteString("type", "TOKEN");
        writer.WriteString("methodArn", methodArn);
        writer.WriteString("authorizationToken", token);
        writer.WriteEndObject();
    }
}
