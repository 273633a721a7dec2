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

/// <summary>Tags of whatever an ARN names: an API or a stage of one.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html"/>
internal sealed class TagOperations(RestApiAccess apis)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("GetTags", GetAsync, Write)
        .Add("TagResource", TagAsync)
        .Add("UntagResource", UntagAsync);

    private async ValueTask<ImmutableSortedDictionary<string, string>> GetAsync(OperationCall call, CancellationToken cancellationToken)
    {
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
    private static (string ApiId, string? Stage) Target(OperationCall call)
    {
        var parts = call.Input.Required("resourceArn").Split(':', 6);
        if (parts is not ["arn", _, "apigateway", _, _, var path]) throw ServiceException.BadRequest("Invalid ARN specified in the request");
        return path.Split('/') switch
        {
            ["", "restapis", { Length: > 0 } api] => (api, null),
            ["", "restapis", { Length: > 0 } api, "stages", { Length: > 0 } stage] => (api, stage),
            _ => throw new ServiceException(501, "UnsupportedOperation", $"Tags of {path} are not available in this version of Portico; APIs and their stages have them"),
        };
    }

    private static void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> tags)
    {
        writer.WriteStartObject();
        writer.WriteMap("tags", tags);
        writer.WriteEndObject();
    }
}
