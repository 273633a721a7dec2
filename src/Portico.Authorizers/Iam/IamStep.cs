using System.Globalization;
using System.Runtime.CompilerServices;
using Portico.Authorizers.ResourcePolicy;
using Portico.Aws.Policies;
using Portico.Aws.Signing;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Explanations;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Pipelines;

namespace Portico.Authorizers.Iam;

/// <summary>Lets in who signed the call and may make it: 1 the signature, 2 the body that it covers, 3 the policies of both sides.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html"/>
public sealed class IamStep(SignatureCheck signatures, PolicyDocument? resourcePolicy) : IStep
{
    private const string Service = "execute-api";

    // A body beyond this is hashed off the socket's thread.
    private const int HashedAtOnceBytes = 64 * 1024;

    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        var request = Signable(invocation.Request);
        if (!signatures.TryIdentify(request, invocation.Stage.Region, Service, invocation.ReceivedAt, out var signed, out var failure)) return new(SignatureFaults.Of(failure));

        // A method that the signature does not cover was wished for by somebody else.
        if (invocation.Request.Method != request.Method && !signed.Signature.Covers("x-http-method-override")) return new(SignatureFaults.Of(SignatureFailure.Mismatch));

        var payload = PayloadHash.Declared(request);
        var reading = payload == PayloadHash.Unsigned ? default : RequestBodies.ReadAsync(invocation.Request, invocation.Body);
        if (!reading.IsCompletedSuccessfully || IsCostly(invocation, signed)) return AwaitedAsync(invocation, signed, payload, reading);
        return new(reading.Result ?? Decide(invocation, signed, payload));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<GatewayFault?> AwaitedAsync(Invocation invocation, SignedBy signed, string? payload, ValueTask<GatewayFault?> reading)
    {
        if (await reading is { } fault) return fault;
        return IsCostly(invocation, signed) ? await Task.Run(() => Decide(invocation, signed, payload)) : Decide(invocation, signed, payload);
    }

    private bool IsCostly(Invocation invocation, SignedBy signed) => invocation.Body.Length > HashedAtOnceBytes || !signatures.IsWarm(signed);

    private GatewayFault? Decide(Invocation invocation, SignedBy signed, string? payload)
    {
        var hash = payload ?? PayloadHash.Of(invocation.Body.Span);
        if (signatures.Verify(signed, Signable(invocation.Request), hash) is { } failure) return Mismatch(failure, signed, invocation.Request, hash);
        if (payload is PayloadHash.Streaming or PayloadHash.StreamingUnsignedTrailer && !TryLeaveChunks(invocation, payload == PayloadHash.Streaming ? signatures.ChunksAfter(signed) : null))
        {
            return SignatureFaults.Of(SignatureFailure.Mismatch);
        }

        var caller = signed.Caller;
        invocation.Caller = caller;
        var request = new PolicyRequest("execute-api:Invoke", MethodArn.Of(invocation), caller.Principal, new InvocationKeys(invocation, caller));
        var (identity, resource) = (caller.Decide(request), resourcePolicy?.Evaluate(request));
        var refusal = AccessDecision.Refusal(identity.Effect, resource?.Effect, caller.Principal.AccountId == invocation.Stage.AccountId);
        if (refusal is not null) return Refusals.Of(invocation, caller.Principal.Arn, refusal, PolicyReasons.Refused(refusal, identity, DecisionRule.IdentityPolicy, resource, request));
        invocation.Simulation?.Granted = PolicyReasons.Allowed(identity, DecisionRule.IdentityPolicy, resource, request);
        return null;
    }

    // What was signed here, so that the caller can hold his own against it.
    private static GatewayFault Mismatch(SignatureFailure failure, SignedBy signed, ClientRequest request, string payloadHash)
    {
        var fault = SignatureFaults.Of(failure);
        return fault with { Reason = fault.Reason! with { Facts = CanonicalParts.Of(signed.Signature, Signable(request), payloadHash) } };
    }

    // What comes after this step sees the body itself.
    private static bool TryLeaveChunks(Invocation invocation, ChunkSignatures? chunks)
    {
        var coded = invocation.Body.Span.ToArray();
        invocation.Body.Clear();
        if (!ChunkedPayload.TryRead(coded, chunks, invocation.Body)) return false;
        var declared = invocation.Request.Header("x-amz-decoded-content-length");
        if (declared is not null && declared != invocation.Body.Length.ToString(CultureInfo.InvariantCulture)) return false;
        invocation.Request.LeaveChunks(invocation.Body.Length);
        return true;
    }

    private static SignableRequest Signable(ClientRequest request) => new(request.SentMethod, request.SentPath, request.RawQuery, request);
}
