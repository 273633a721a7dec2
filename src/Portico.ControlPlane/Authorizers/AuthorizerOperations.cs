using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;

namespace Portico.ControlPlane.Authorizers;

/// <summary>Who is asked whether a caller may call.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html"/>
internal sealed class AuthorizerOperations(ControlPlaneServices services, RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateAuthorizer", CreateAsync, Write)
        .Add("GetAuthorizers", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetAuthorizer", GetAsync, Write)
        .Add("UpdateAuthorizer", UpdateAsync, Write)
        .Add("DeleteAuthorizer", DeleteAsync);

    private ValueTask<Authorizer> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var type = Enum.Parse<AuthorizerType>(input.Required("type"));
        var authorizer = new Authorizer
        {
            Id = services.Identifiers.Next(6),
            Name = input.Required("name"),
            Type = type,
            ProviderArns = input.Texts("providerARNs") ?? [],
            AuthType = input.TextOrNull("authType") ?? AuthorizerRules.DefaultAuthType(type),
            AuthorizerUri = input.TextOrNull("authorizerUri"),
            AuthorizerCredentials = input.TextOrNull("authorizerCredentials"),
            IdentitySource = input.TextOrNull("identitySource"),
            IdentityValidationExpression = input.TextOrNull("identityValidationExpression"),
            AuthorizerResultTtlInSeconds = input.Integer("authorizerResultTtlInSeconds") ?? Authorizer.DefaultTtlInSeconds,
        };
        return apis.ChangeAsync(
            call,
            // Recorded: this is what AWS says when there is no such API.
            _ => ServiceException.Conflict("Unable to complete operation due to concurrent modification. Please try again later."),
            definition => Kept(definition, AuthorizerRules.Checked(definition, authorizer)),
            cancellationToken);
    }

    private async ValueTask<Page<Authorizer>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        Page.Of(call.Input, (await apis.DefinitionAsync(call, Missing.Api, cancellationToken)).Authorizers.Values, authorizer => authorizer.Id);

    private async ValueTask<Authorizer> GetAsync(OperationCall call, CancellationToken cancellationToken) =>
        AuthorizerOf(call, await apis.DefinitionAsync(call, Missing.Authorizer, cancellationToken));

    private ValueTask<Authorizer> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        apis.ChangeAsync(
            call,
            Missing.Authorizer,
            definition =>
            {
                var present = AuthorizerOf(call, definition);
                var authorizer = AuthorizerPatches.Apply(definition, present, call.Input.PatchOperations());
                // A method would ask for what its authorizer no longer is.
                if (AuthorizerRules.AuthorizationType(authorizer.Type) != AuthorizerRules.AuthorizationType(present.Type)) AuthorizerRules.CheckUnused(definition, present);
                return Kept(definition, authorizer);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await apis.ChangeAsync(
            call,
            Missing.Authorizer,
            definition =>
            {
                var authorizer = AuthorizerOf(call, definition);
                AuthorizerRules.CheckUnused(definition, authorizer);
                return (definition with { Authorizers = definition.Authorizers.Remove(authorizer.Id) }, true);
            },
            cancellationToken);

    private static (RestApiDefinition Next, Authorizer Result) Kept(RestApiDefinition definition, Authorizer authorizer) =>
        (definition with { Authorizers = definition.Authorizers.SetItem(authorizer.Id, authorizer) }, authorizer);

    private static Authorizer AuthorizerOf(OperationCall call, RestApiDefinition definition) =>
        definition.Authorizers.GetValueOrDefault(call.Input.Required("authorizerId")) ?? throw Missing.Authorizer(call);

    private static void Write(Utf8JsonWriter writer, Authorizer authorizer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", authorizer.Id);
        writer.WriteString("name", authorizer.Name);
        writer.WriteString("type", authorizer.Type.ToString());
        writer.WriteTextsUnlessEmpty("providerARNs", authorizer.ProviderArns);
        writer.WriteOptional("authType", authorizer.AuthType);
        writer.WriteOptional("authorizerUri", authorizer.AuthorizerUri);
        writer.WriteOptional("authorizerCredentials", authorizer.AuthorizerCredentials);
        writer.WriteOptional("identitySource", authorizer.IdentitySource);
        writer.WriteOptional("identityValidationExpression", authorizer.IdentityValidationExpression);
        if (authorizer.AuthorizerResultTtlInSeconds is { } seconds) writer.WriteNumber("authorizerResultTtlInSeconds", seconds);
        writer.WriteEndObject();
    }
}
