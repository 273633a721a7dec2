using System.Runtime.CompilerServices;
using Portico.Lambda.Calls;
using Portico.Model.Lambda;

namespace Portico.Lambda;

/// <summary>The function behind a method or an authorizer, and whether API Gateway may call it for them. Both can change while the stage stays.</summary>
/// <param name="caller">Knows and runs the functions.</param>
/// <param name="reference">Which one.</param>
/// <param name="hasRole">Whether a role is named, whose rights then count in place of the function's policy.</param>
/// <param name="region">Of the API.</param>
/// <param name="account">Of the API.</param>
public sealed class FunctionTarget(FunctionCaller caller, FunctionReference reference, bool hasRole, string region, string account)
{
    private const string Service = "apigateway.amazonaws.com";

    // What was found out last; a policy is read again only when the function has changed.
    private volatile Permit? _permit;

    /// <summary>Which function.</summary>
    public FunctionReference Reference => reference;

    /// <summary>As the definition names it, completed by the API's region and account.</summary>
    public string Arn { get; } =
        $"arn:aws:lambda:{reference.Region ?? region}:{reference.AccountId ?? account}:function:{reference.Name}{(reference.Qualifier is null ? "" : $":{reference.Qualifier}")}";

    /// <summary>Where AWS would be called; for execution logs.</summary>
    public string Uri => $"https://lambda.{reference.Region ?? region}.amazonaws.com/2015-03-31/functions/{Arn}/invocations";

    /// <summary>The function, or null when it is not one of this gateway's.</summary>
    public LambdaFunction? Find() => caller.Find(reference);

    /// <summary>Whether a function that is not one of this gateway's may be elsewhere.</summary>
    public bool MayBeElsewhere => caller.ReachesElsewhere;

    /// <summary>Whether the function's policy lets API Gateway call it.</summary>
    /// <param name="function">What <see cref="Find"/> gave; a function that is elsewhere is asked there.</param>
    /// <param name="variant">What else the source depends on, such as the method of the request; the last answer is kept for one of them.</param>
    /// <param name="state">For <paramref name="source"/>.</param>
    /// <param name="source">The end of the source's ARN, behind the account: <c>{apiId}/{stage}/{method}/{path}</c>.</param>
    public bool IsPermitted<TState>(LambdaFunction? function, string variant, TState state, Func<TState, string> source)
    {
        if (hasRole || function is null) return true;
        var permit = _permit;
        if (permit is null || !ReferenceEquals(permit.Function, function) || permit.Variant != variant)
        {
            _permit = permit = new(function, variant, Evaluate(function, source(state)));
        }

        return permit.IsAllowed;
    }

    /// <summary>A call without an event yet.</summary>
    /// <param name="function">What <see cref="Find"/> gave.</param>
    public FunctionCall NewCall(LambdaFunction? function, string requestId, string? traceId, string? clientContext = null) => function is null
        ? FunctionCall.Elsewhere(reference, Arn, requestId, traceId, clientContext)
        : new(function, reference.Qualifier, requestId, traceId, clientContext);

    /// <inheritdoc cref="FunctionCaller.InvokeAsync"/>
    public ValueTask<InvocationOutcome> InvokeAsync(FunctionCall call, TimeSpan limit) => caller.InvokeAsync(call, limit);

    /// <inheritdoc cref="FunctionCaller.EnqueueAsync"/>
    public ValueTask<InvocationOutcome> EnqueueAsync(FunctionCall call, TimeSpan limit) => caller.EnqueueAsync(call, limit);

    private bool Evaluate(LambdaFunction function, string source)
    {
        if (function.Policies.GetValueOrDefault(reference.Qualifier ?? "") is not { } policy) return false;

        // Regions are one name space here: an API answers to the one that its function was made in as well as to its own.
        var own = FunctionReference.TryParse(function.Arn);
        return policy.AllowsInvoke(Service, $"arn:aws:execute-api:{region}:{account}:{source}", account)
            || (own is { Region: { } itsRegion, AccountId: { } itsAccount } && policy.AllowsInvoke(Service, $"arn:aws:execute-api:{itsRegion}:{itsAccount}:{source}", itsAccount));
    }

    private sealed record Permit(LambdaFunction Function, string Variant, bool IsAllowed);
}
