using Portico.Aws.Policies;
using Portico.Aws.Signing;
using Portico.DataPlane.Callers;
using Portico.Identity;
using Portico.Protocol.Query;

namespace Portico.Hosting;

/// <summary>Who calls the control plane, and may he: signatures and identity policies, or nothing where it is open.</summary>
internal sealed class ControlAccess(ControlAuth auth, string accountId, string region, CallerDirectory callers, SignatureCheck signatures, TimeProvider time)
{
    // Twice what a call may hold, so that the service can say what is too much.
    private const int MaxQueryBytes = 2 * QueryService<IdentityCaller>.MaxBodyBytes;

    internal bool IsOpen => auth == ControlAuth.Open;

    /// <summary>Finds out who calls a service, and reads the body.</summary>
    /// <returns>What he may do; null when the control plane is open.</returns>
    /// <exception cref="SignatureRefusedException">The signature is none, or not the right one.</exception>
    internal async ValueTask<CallAuthorization?> AuthorizeAsync(ControlCall call, ControlService service)
    {
        var (caller, calledRegion) = await IdentifyAsync(call, service.SigningName, service.MaxBodyBytes);
        return IsOpen ? null : new CallAuthorization(caller!, accountId, calledRegion, new ControlKeys(call.Context, caller, calledRegion, time.GetUtcNow()), service.Permissions);
    }

    /// <summary>The caller as IAM and STS see him: where the control plane is open, an unknown one is the root user.</summary>
    internal async ValueTask<IdentityCaller> IdentityAsync(ControlCall call, string service)
    {
        var (caller, region) = await IdentifyAsync(call, service, MaxQueryBytes);
        var root = $"arn:aws:iam::{accountId}:root";
        return new IdentityCaller
        {
            AccountId = accountId,
            Arn = caller?.Principal.Arn ?? root,
            UserId = caller?.UserId ?? accountId,
            UserName = caller?.UserName,
            IsRoot = caller?.IsRoot ?? true,
            Principal = caller?.Principal ?? new PolicyPrincipal { Arn = root, AccountId = accountId },
            Keys = new ControlKeys(call.Context, caller, region, time.GetUtcNow()),
            Decide = IsOpen ? null : request => caller!.Decide(request).Effect,
        };
    }

    // The caller is null when the control plane is open and the signature names nobody who is known.
    private async ValueTask<(Caller? Caller, string Region)> IdentifyAsync(ControlCall call, string service, int maxBytes)
    {
        var request = call.Signable;
        if (IsOpen)
        {
            await call.ReadBodyAsync(maxBytes);
            return PresentedSignature.TryRead(request, out var presented, out _) ? (callers.Find(presented.AccessKeyId), presented.Scope.Region) : (null, region);
        }

        // The body is read for callers who exist, and for no others.
        if (!signatures.TryIdentify(request, null, service, time.GetUtcNow(), out var signed, out var failure)) throw new SignatureRefusedException(failure);
        await call.ReadBodyAsync(maxBytes);
        if (signatures.Verify(signed, request, call.Body.Span) is { } mismatch) throw new SignatureRefusedException(mismatch);
        return (signed.Caller, signed.Signature.Scope.Region);
    }
}
