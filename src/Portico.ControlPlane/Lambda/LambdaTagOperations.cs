using System.Collections.Immutable;
using System.Text.Json;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Lambda;
using Portico.Protocol;
using Portico.Storage.Functions;

namespace Portico.ControlPlane.Lambda;

/// <summary>Tags of functions.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html"/>
internal sealed class LambdaTagOperations(LambdaServices services)
{
    private const int MaxTags = 50;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("ListTags", (call, _) => ValueTask.FromResult(Find(call).Tags), Write)
        .Add("TagResource", async (call, cancellationToken) => await ChangeAsync(call, tags => tags.SetItems(call.Input.MapOrEmpty("Tags")), cancellationToken))
        .Add("UntagResource", async (call, cancellationToken) => await ChangeAsync(call, tags => tags.RemoveRange(call.Input.Texts("TagKeys") ?? []), cancellationToken));

    private LambdaFunction Find(OperationCall call) => services.Functions.Find(Name(call)) ?? throw LambdaErrors.FunctionNotFound(call.Input.Required("Resource"));

    private async Task ChangeAsync(OperationCall call, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change, CancellationToken cancellationToken) =>
        await services.Functions.ChangeAsync(
            Name(call),
            function =>
            {
                if (function is null) throw LambdaErrors.FunctionNotFound(call.Input.Required("Resource"));
                var tags = change(function.Tags);
                if (tags.Count > MaxTags) throw LambdaErrors.InvalidParameter($"A function has at most {MaxTags} tags");
                return new FunctionChange<bool>(function with { Tags = tags }, true);
            },
            cancellationToken);

    private static string Name(OperationCall call) =>
        FunctionReference.TryParse(call.Input.Required("Resource"))?.Name ?? throw LambdaErrors.InvalidParameter($"'{call.Input.Required("Resource")}' is no ARN of a function");

    private static void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> tags)
    {
        writer.WriteStartObject();
        writer.WriteMap("Tags", tags);
        writer.WriteEndObject();
    }
}
