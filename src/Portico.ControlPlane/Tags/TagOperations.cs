using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.RestApis;
using Portico.ControlPlane.Wire;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.Tags;

/// <summary>Tags of whatever an ARN names: an API, a stage of one, or something of the account's own.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html"/>
internal sealed class TagOperations(RestApiAccess apis, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("GetTags", GetAsync, Write)
        .Add("TagResource", TagAsync)
        .Add("UntagResource", UntagAsync);

    private async ValueTask<ImmutableSortedDictionary<string, string>> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (AccountTarget(call) is { } target) return target.Of(account.Present);
        var (apiId, stage) = Target(call);
        return TagsOf(call, await apis.FindAsync(apiId, () => Missing.Api(call, apiId), cancellationToken), stage);
    }

    private async ValueTask TagAsync(OperationCall call, CancellationToken cancellationToken) =>
        await ChangeAsync(call, tags => tags.SetItems(call.Input.MapOrEmpty("tags")), cancellationToken);

    private async ValueTask UntagAsync(OperationCall call, CancellationToken cancellationToken) =>
        await ChangeAsync(call, tags => tags.RemoveRange(call.Input.Texts("tagKeys") ?? []), cancellationToken);

    private async ValueTask ChangeAsync(
        OperationCall call, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change, CancellationToken cancellationToken)
    {
        if (AccountTarget(call) is { } target)
        {
            await account.ChangeAsync(entry => (target.With(entry, TagRules.Checked(change(target.Of(entry)))), true), cancellationToken);
            return;
        }

        var (apiId, stage) = Target(call);
        await apis.ChangeAsync(
            apiId,
            () => Missing.Api(call, apiId),
            entry =>
            {
                var tags = TagRules.Checked(change(TagsOf(call, entry, stage)));
                var next = stage is null
                    ? entry with { Definition = entry.Definition with { Api = entry.Definition.Api with { Tags = tags } } }
                    : entry with { Stages = entry.Stages.SetItem(stage, entry.Stages[stage] with { Tags = tags }) };
                return new RestApiChange<bool>(next, true);
            },
            cancellationToken);
    }

    private static ImmutableSortedDictionary<string, string> TagsOf(OperationCall call, RestApiEntry entry, string? stage) =>
        stage is null ? entry.Definition.Api.Tags : (entry.Stages.GetValueOrDefault(stage) ?? throw Missing.Stage(call)).Tags;

    // arn:aws:apigateway:us-east-1::/restapis/{id}, perhaps with /stages/{name}
    private static (string ApiId, string? Stage) Target(OperationCall call) => PathOf(call).Split('/') switch
    {
        ["", "restapis", { Length: > 0 } api] => (api, null),
        ["", "restapis", { Length: > 0 } api, "stages", { Length: > 0 } stage] => (api, stage),
        _ => throw ServiceException.BadRequest("Invalid ARN specified in the request"),
    };

    private static AccountTags.Target? AccountTarget(OperationCall call) => AccountTags.Find(call.Input.Required("resourceArn"), PathOf(call));

    private static string PathOf(OperationCall call) =>
        call.Input.Required("resourceArn").Split(':', 6) is ["arn", _, "apigateway", _, _, var path] ? path : throw ServiceException.BadRequest("Invalid ARN specified in the request");

    private static void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> tags)
    {
        writer.WriteStartObject();
        writer.WriteMap("tags", tags);
        writer.WriteEndObject();
    }
}
