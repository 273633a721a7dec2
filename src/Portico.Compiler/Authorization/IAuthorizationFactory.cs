using Portico.DataPlane.Pipelines;
using Portico.Model.Rest;

namespace Portico.Compiler.Authorization;

/// <summary>The compile-time half of a way to authorize callers.</summary>
public interface IAuthorizationFactory
{
    /// <summary>Whether this factory is the one for a method.</summary>
    bool Handles(Method method);

    /// <summary>Makes the step, or null when everybody may call. What cannot be enforced is reported and lets nobody in.</summary>
    IStep? Create(AuthorizationContext context);
}
