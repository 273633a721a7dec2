using System.Collections.Immutable;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of an authorizer.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateAuthorizer-Patch"/>
public static class AuthorizerPatches
{
    private static readonly PatchTable<Authorizer> Table = new(PatchRefusals.Plain,
        new("/name", PatchOps.Replace, (authorizer, step) => authorizer with { Name = step.Value ?? "" }),
        new("/type", PatchOps.Replace, (authorizer, step) => authorizer with { Type = Enum.Parse<AuthorizerType>(step.OneOf(Enum.GetNames<AuthorizerType>())) }),
        new("/authType", PatchOps.Replace, (authorizer, step) => authorizer with { AuthType = step.ValueOrNull }),
        new("/authorizerUri", PatchOps.Replace, (authorizer, step) => authorizer with { AuthorizerUri = step.ValueOrNull }),
        new("/authorizerCredentials", PatchOps.Replace, (authorizer, step) => authorizer with { AuthorizerCredentials = step.ValueOrNull }),
        new("/authorizerResultTtlInSeconds", PatchOps.Replace,
            (authorizer, step) => authorizer with { AuthorizerResultTtlInSeconds = step.Whole(0, Authorizer.MaxTtlInSeconds) }),
        new("/identityValidationExpression", PatchOps.Replace, (authorizer, step) => authorizer with { IdentityValidationExpression = step.ValueOrNull }),
        new("/identitySource", PatchOps.All, IdentitySource),
        new("/providerARNs", PatchOps.AddRemove, ProviderArns));

    /// <summary>The authorizer after all operations, or the refusal of one.</summary>
    public static Authorizer Apply(RestApiDefinition definition, Authorizer authorizer, IEnumerable<PatchOperation> operations) =>
        AuthorizerRules.Checked(definition, Table.Apply(authorizer, operations));

    // A list with commas between: one is added, one removed; a removal that names none takes all.
    private static Authorizer IdentitySource(Authorizer authorizer, PatchStep step)
    {
        var sources = AuthorizerRules.Sources(authorizer.IdentitySource);
        var named = step.ValueOrNull;
        var next = step.Op switch
        {
            PatchOps.Replace => AuthorizerRules.Sources(named),
            PatchOps.Remove => named is null ? [] : sources.Remove(named),
            _ => named is null || sources.Contains(named) ? sources : sources.Add(named),
        };
        return authorizer with { IdentitySource = next.IsEmpty ? null : step.Op == PatchOps.Replace ? named : string.Join(", ", next) };
    }

    private static Authorizer ProviderArns(Authorizer authorizer, PatchStep step)
    {
        var arn = step.ValueOrNull ?? throw ServiceException.BadRequest("Invalid Cognito user pool ARN: the operation has no value");
        var others = authorizer.ProviderArns.Remove(arn);
        return authorizer with { ProviderArns = step.Op == PatchOps.Add ? others.Add(arn) : others };
    }
}
