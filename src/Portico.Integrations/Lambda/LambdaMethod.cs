using System.Globalization;
using Portico.Aws.Policies;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.Lambda;
using Portico.Lambda.Calls;
using Portico.Model.Lambda;

namespace Portico.Integrations.Lambda;

/// <summary>What all calls of functions for methods have in common.</summary>
/// <param name="Target">The function.</param>
/// <param name="Timeout">The integration's limit; a function that runs longer is run to its end for nobody.</param>
/// <param name="ByCaller">Whether the caller's own rights count in place of the function's policy.</param>
internal sealed record LambdaMethod(FunctionTarget Target, TimeSpan Timeout, bool ByCaller = false)
{
    /// <summary>Finds the function, and whether this method may call it.</summary>
    /// <param name="function">Null without a failure when it is elsewhere.</param>
    internal GatewayFault? Find(Invocation invocation, out LambdaFunction? function)
    {
        function = Target.Find();
        if (function is null && !Target.MayBeElsewhere) return LambdaFault.NotFound(Target.Arn);
        if (ByCaller) return MayCall(invocation, function) ? null : LambdaFault.NotPermitted;
        return Target.IsPermitted(function, invocation.Request.Method, invocation, Source) ? null : LambdaFault.NotPermitted;
    }

    // Portico cannot sign for a caller whose key is not here: it knows all who have one.
    private bool MayCall(Invocation invocation, LambdaFunction? function)
    {
        if (invocation.Caller is not { } caller || function is null) return false;
        var request = new PolicyRequest("lambda:InvokeFunction", function.QualifiedArn(Target.Reference.Qualifier), caller.Principal, new InvocationKeys(invocation, caller));
        return caller.Decide(request).Effect == PolicyEffect.Allow;
    }

    internal FunctionCall NewCall(LambdaFunction? function, Invocation invocation, string? clientContext = null) =>
        Target.NewCall(function, invocation.RequestId, invocation.Trace.Text, clientContext);

    /// <summary>Tells whoever looks on of the call, with the headers that it has on AWS (recorded).</summary>
    internal void Calling(Invocation invocation, FunctionCall call)
    {
        if (invocation.Execution is not { } execution) return;
        var headers = invocation.Integration.RequestHeaders;
        headers.Set("x-amzn-lambda-integration-tag", invocation.RequestId);
        headers.Set("x-amzn-apigateway-api-id", invocation.Stage.ApiId);
        if (!headers.Contains("Accept")) headers.Add("Accept", "application/json");
        if (!headers.Contains("User-Agent")) headers.Add("User-Agent", invocation.Stage.UserAgent);
        if (!headers.Contains("Content-Type")) headers.Add("Content-Type", "application/json");
        headers.Set(TraceId.HeaderName, invocation.Trace.Text);
        execution.Calling(invocation, Target.Uri, call.EventBytes);
    }

    /// <summary>Tells whoever looks on of the answer, with the headers that Lambda gives it.</summary>
    internal static void Called(Invocation invocation, InvocationOutcome outcome, int status)
    {
        if (invocation.Execution is not { } execution) return;
        AddHeaders(invocation.Integration.ResponseHeaders, invocation, outcome);
        execution.Called(invocation, status, outcome.Payload);
    }

    /// <summary>The headers of Lambda's answer.</summary>
    internal static void AddHeaders(HeaderList headers, Invocation invocation, InvocationOutcome outcome)
    {
        headers.Clear();
        headers.Add("Content-Type", "application/json");
        headers.Add("Content-Length", outcome.Payload.Length.ToString(CultureInfo.InvariantCulture));
        headers.Add("x-amzn-RequestId", invocation.RequestId);
        if (outcome.Status == InvocationStatus.FunctionError) headers.Add("X-Amz-Function-Error", "Unhandled");
        if (outcome.ExecutedVersion.Length > 0) headers.Add("X-Amz-Executed-Version", outcome.ExecutedVersion);
        if (!outcome.LogTail.IsEmpty) headers.Add("X-Amz-Log-Result", Convert.ToBase64String(outcome.LogTail.Span));
        headers.Add(TraceId.HeaderName, invocation.Trace.Text);
    }

    // What a function's policy is asked for: the method as the client called it, and the resource's own path.
    private static string Source(Invocation invocation) =>
        $"{invocation.Stage.ApiId}/{invocation.Stage.StageName}/{invocation.Request.Method}{invocation.Method!.ResourcePath}";
}
