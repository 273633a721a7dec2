using Portico.Compiler.Authorization;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Pipelines;
using Portico.Model.Rest;

namespace Portico.Authorizers.Iam;

/// <summary>Compile-time half of <see cref="IamStep"/>.</summary>
public sealed class IamFactory(SignatureCheck signatures) : IAuthorizationFactory
{
    public bool Handles(Method method) => method.AuthorizationType == "AWS_IAM";

    public IStep? Create(AuthorizationContext context) => new IamStep(signatures, context.ResourcePolicy);
}
