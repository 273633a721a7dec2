using Portico.Compiler.Authorization;
using Portico.DataPlane.Pipelines;
using Portico.Model.Rest;

namespace Portico.Authorizers.ResourcePolicy;

/// <summary>Compile-time half of <see cref="ResourcePolicyStep"/>.</summary>
public sealed class ResourcePolicyFactory : IAuthorizationFactory
{
    public bool Handles(Method method) => method.AuthorizationType == "NONE";

    public IStep? Create(AuthorizationContext context) => context.ResourcePolicy is { } policy ? new ResourcePolicyStep(policy) : null;
}
