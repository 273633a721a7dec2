using System.Collections.Immutable;

namespace Portico.ControlPlane.Operations;

/// <summary>What becomes of a member of a call that is not fully carried out: a row of the coverage page.</summary>
/// <param name="Member">By the model's name; patch paths stand behind <c>patchOperations</c>.</param>
public sealed record MemberRemark(string Operation, string Member, MemberEffect Effect, string Remark)
{
    private const string NotEnforced = "resource policies are not enforced";
    private const string TlsOfListeners = "which TLS versions are taken is set on Portico's listeners";
    private const string Strict = "the mode STRICT is not enforced";
    private const string Endpoint = "an API is reached wherever Portico listens, whatever its endpoint type";
    private const string NoFips = "policies with FIPS in their name, where the machine is not in FIPS mode";
    private const string NoOwnership = "nobody asks for a proof that a domain name is one's own";
    private const string NoLink = "a link leads to the addresses that portico.yaml names for it under vpcLinks, or nowhere";

    /// <summary>By operation, in the order of the service model.</summary>
    public static ImmutableArray<MemberRemark> All { get; } =
    [
        Kept("CreateApiKey", "stageKeys", "from before there were usage plans: what opens a stage to a key is a plan"),
        Kept("CreateApiKey", "generateDistinctId", "a key's id always differs from its value; AWS has given the member up"),
        Refused("CreateDomainName", "policy", NotEnforced),
        Refused("CreateDomainName", "securityPolicy", NoFips),
        Kept("CreateDomainName", "ownershipVerificationCertificateArn", NoOwnership),
        Refused("CreateRestApi", "securityPolicy", TlsOfListeners),
        Refused("CreateRestApi", "endpointAccessMode", Strict),
        Kept("CreateRestApi", "endpointConfiguration", Endpoint),
        Kept("CreateVpcLink", "targetArns", NoLink),
        Kept("GetExport", "parameters extensions=postman", "adds nothing to plain OpenAPI, which that tool reads"),
        Kept("GetTags", "limit", "all tags are answered at once, as in AWS"),
        Kept("GetTags", "position", "all tags are answered at once, as in AWS"),
        Kept("PutIntegration", "type", "AWS_PROXY with a Firehose stream: calls of the method are answered 500"),
        Kept("TestInvokeAuthorizer", "additionalContext", "context variables of a test are those of the test"),
        Kept("TestInvokeAuthorizer", "body", "no authorizer sees a body"),
        Refused("UpdateApiKey", "patchOperations /labels", "nothing that AWS answers has labels"),
        Refused("UpdateDomainName", "patchOperations /policy", NotEnforced),
        Refused("UpdateDomainName", "patchOperations /managementPolicy", NotEnforced),
        Refused("UpdateDomainName", "patchOperations /securityPolicy", NoFips),
        Kept("UpdateDomainName", "patchOperations /ownershipVerificationCertificateArn", NoOwnership),
        Refused("UpdateRestApi", "patchOperations /securityPolicy", TlsOfListeners),
        Refused("UpdateRestApi", "patchOperations /endpointAccessMode", Strict),
    ];

    private static MemberRemark Kept(string operation, string member, string remark) => new(operation, member, MemberEffect.WithoutEffect, remark);

    private static MemberRemark Refused(string operation, string member, string remark) => new(operation, member, MemberEffect.Refused, remark);
}

/// <summary>What becomes of a member that is not carried out.</summary>
public enum MemberEffect
{
    /// <summary>Kept and shown; the fidelity report speaks of it.</summary>
    WithoutEffect,

    /// <summary>The call is refused: what it asks for would look as if it protected something.</summary>
    Refused,
}
