using Portico.Compiler.Authorization;
using Portico.Compiler.Scope;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Steps;
using Portico.Lambda;
using Portico.Model.Findings;
using Portico.Model.Lambda;
using Portico.Model.Rest;

namespace Portico.Authorizers.Lambda;

/// <summary>Compile-time half of <see cref="LambdaAuthorizerStep"/>. What cannot be asked lets nobody in.</summary>
/// <param name="caller">Runs functions; null where nothing is run, such as when a definition is only checked.</param>
/// <param name="caches">What functions said before.</param>
/// <param name="accountId">Of APIs.</param>
/// <param name="region">Of APIs.</param>
public sealed class LambdaAuthorizerFactory(FunctionCaller? caller, AuthorizerCaches caches, string accountId, string region) : IAuthorizationFactory
{
    public bool Handles(Method method) => method.AuthorizationType == "CUSTOM";

    public IStep? Create(AuthorizationContext context)
    {
        var compilation = context.Compilation;
        var address = context.Address.Part("authorizer");
        if (context.Method.AuthorizerId is not { } id || !compilation.Definition.Authorizers.TryGetValue(id, out var authorizer)) return Nobody("Invalid authorizer ID specified");

        var uri = StageVariables.Replace(authorizer.AuthorizerUri ?? "", compilation.Variables);
        var sources = IdentitySources.TryCompile(AuthorizerRules.Sources(authorizer.IdentitySource));
        if (sources is null || (authorizer.Type == AuthorizerType.TOKEN && sources.IsEmpty)) return Nobody($"the authorizer '{authorizer.Name}' has no identitySource that identifies a caller");
        if (FunctionUri.TryParse(uri) is not { Streams: false } function)
        {
            // Variables belong to a stage, which may come later.
            return StageVariables.AreIn(authorizer.AuthorizerUri ?? "") ? RefuseEverybodyStep.Instance : Nobody($"the authorizer '{authorizer.Name}' names no function: '{authorizer.AuthorizerUri}'");
        }

        var text = authorizer.Type == AuthorizerType.TOKEN ? authorizer.IdentityValidationExpression : null;
        var expression = string.IsNullOrEmpty(text) ? null : IdentityExpression.TryParse(text);
        if (expression is null && !string.IsNullOrEmpty(text)) return Nobody($"the identityValidationExpression '{text}' of the authorizer '{authorizer.Name}' is no regular expression");

        var hasRole = !string.IsNullOrEmpty(authorizer.AuthorizerCredentials);
        if (hasRole)
        {
            compilation.Report(Finding.Fidelity(
                $"the role of the authorizer '{authorizer.Name}' is kept and not assumed in this version of Portico: the function is called as if the role's policies let it be", address));
        }

        if (caller is null) return RefuseEverybodyStep.Instance;
        var ttl = TimeSpan.FromSeconds(authorizer.AuthorizerResultTtlInSeconds ?? Authorizer.DefaultTtlInSeconds);
        return new LambdaAuthorizerStep(
            new LambdaAuthorizer
            {
                Id = id,
                Name = authorizer.Name,
                TakesToken = authorizer.Type == AuthorizerType.TOKEN,
                Function = new FunctionTarget(caller, function.Function, hasRole, region, accountId),
                Sources = sources,
                Expression = expression,
                Ttl = ttl,
                Cache = caches.Get(compilation.Definition.Api.Id, compilation.StageName, id, $"{authorizer.Type} {uri} {authorizer.IdentitySource} {ttl} {text} {authorizer.AuthorizerCredentials}"),
            },
            context.ResourcePolicy);

        RefuseEverybodyStep Nobody(string why)
        {
            compilation.Report(Finding.Error($"{why}: all calls of this method are answered 401", address));
            return RefuseEverybodyStep.Instance;
        }
    }
}
