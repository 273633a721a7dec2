using Portico.Authorizers.ResourcePolicy;
using Portico.Aws.Policies;

namespace Portico.Tests.Callers;

/// <summary>AWS's two tables of what both sides say together.</summary>
public sealed class AccessDecisionTests
{
    [Theory]
    [InlineData(PolicyEffect.Allow, PolicyEffect.Allow, null, null)]
    [InlineData(PolicyEffect.Allow, PolicyEffect.Neither, null, Refusals.NotAllowedByResource)]
    [InlineData(PolicyEffect.Allow, PolicyEffect.Deny, Refusals.DeniedByResource, Refusals.DeniedByResource)]
    [InlineData(PolicyEffect.Neither, PolicyEffect.Allow, null, Refusals.NotAllowedByIdentity)]
    [InlineData(PolicyEffect.Neither, PolicyEffect.Neither, Refusals.NotAllowedByIdentity, Refusals.NotAllowedByResource)]
    [InlineData(PolicyEffect.Neither, PolicyEffect.Deny, Refusals.DeniedByResource, Refusals.DeniedByResource)]
    [InlineData(PolicyEffect.Deny, PolicyEffect.Allow, Refusals.DeniedByIdentity, Refusals.DeniedByIdentity)]
    [InlineData(PolicyEffect.Deny, PolicyEffect.Neither, Refusals.DeniedByIdentity, Refusals.DeniedByIdentity)]
    [InlineData(PolicyEffect.Deny, PolicyEffect.Deny, Refusals.DeniedByIdentity, Refusals.DeniedByIdentity)]
    public void Both_sides_are_held_together(PolicyEffect identity, PolicyEffect resource, string? sameAccount, string? otherAccount)
    {
        Assert.Equal(sameAccount, AccessDecision.Refusal(identity, resource, sameAccount: true));
        Assert.Equal(otherAccount, AccessDecision.Refusal(identity, resource, sameAccount: false));
    }

    [Theory]
    [InlineData(PolicyEffect.Allow, null)]
    [InlineData(PolicyEffect.Neither, Refusals.NotAllowedByIdentity)]
    [InlineData(PolicyEffect.Deny, Refusals.DeniedByIdentity)]
    public void Without_a_resource_policy_the_callers_side_alone_decides(PolicyEffect identity, string? refusal) =>
        Assert.Equal(refusal, AccessDecision.Refusal(identity, resource: null, sameAccount: true));
}
