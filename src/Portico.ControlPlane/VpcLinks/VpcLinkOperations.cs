using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Accounts;
using Portico.Model.Patching;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.VpcLinks;

/// <summary>Ways to back ends inside a network. Nothing has to be built here, so a link is there as soon as its creation has been answered.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html"/>
internal sealed class VpcLinkOperations(ControlPlaneServices services, AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateVpcLink", CreateAsync, (writer, link) => Write(writer, link, isNew: true, emptyTags: false))
        .Add("GetVpcLinks", ListAsync, (writer, page) => page.Write(writer, (each, link) => Write(each, link, isNew: false, emptyTags: false)))
        .Add("GetVpcLink", GetAsync, (writer, link) => Write(writer, link, isNew: false, emptyTags: true))
        .Add("UpdateVpcLink", UpdateAsync, (writer, link) => Write(writer, link, isNew: false, emptyTags: true))
        .Add("DeleteVpcLink", DeleteAsync);

    private ValueTask<VpcLink> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var link = VpcLinkRules.Checked(new()
        {
            Id = services.Identifiers.Next(6),
            Name = call.Input.Required("name"),
            Description = call.Input.TextOrNull("description"),
            TargetArns = call.Input.Texts("targetArns") ?? [],
            Tags = TagRules.Checked(call.Input.MapOrEmpty("tags")),
        });
        return account.ChangeAsync(entry => (entry with { VpcLinks = entry.VpcLinks.Add(link.Id, link) }, link), cancellationToken);
    }

    private ValueTask<Page<VpcLink>> ListAsync(OperationCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Page.Of(call.Input, account.Present.VpcLinks.Values, link => link.Id));

    private ValueTask<VpcLink> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(LinkOf(call, account.Present));

    private ValueTask<VpcLink> UpdateAsync(OperationCall call, CancellationToken cancellationToken) =>
        account.ChangeAsync(
            entry =>
            {
                var link = VpcLinkPatches.Apply(LinkOf(call, entry), call.Input.PatchOperations());
                return (entry with { VpcLinks = entry.VpcLinks.SetItem(link.Id, link) }, link);
            },
            cancellationToken);

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = LinkOf(call, account.Present).Id;
        await CheckUnusedAsync(id, cancellationToken);
        await account.ChangeAsync(entry => (entry with { VpcLinks = entry.VpcLinks.Remove(LinkOf(call, entry).Id) }, true), cancellationToken);
    }

    // What a stage runs counts first; an API that was not deployed may name the link as well.
    private async ValueTask CheckUnusedAsync(string linkId, CancellationToken cancellationToken)
    {
        var deployed = new List<string>();
        var edited = new List<string>();
        await foreach (var api in account.ApisAsync(cancellationToken))
        {
            var apiId = api.Definition.Api.Id;
            foreach (var stage in api.Stages.Values)
            {
                if (await services.Catalog.FindSnapshotAsync(apiId, stage.DeploymentId, cancellationToken) is not { } snapshot) continue;
                deployed.AddRange(Users(snapshot.Definition, linkId).Select(user => $"{apiId}:{user.Verb}:{user.ResourceId}:{stage.StageName}"));
            }

            edited.AddRange(Users(api.Definition, linkId).Select(user => $"{user.Verb}:{user.ResourceId}:{apiId}"));
        }

        if (deployed.Count > 0) throw InUse(deployed, "[RESTApiId:Method:Resource:Stage]");
        if (edited.Count > 0) throw InUse(edited, "[Method:Resource:Api]");

        ServiceException InUse(List<string> users, string format) =>
            ServiceException.BadRequest($"Cannot delete vpc link. Vpc link '{linkId}', is referenced in [{string.Join(", ", users)}] in format of {format}.");
    }

    private static IEnumerable<(string Verb, string ResourceId)> Users(RestApiDefinition definition, string linkId) =>
        from resource in definition.Resources.Values.OrderBy(resource => resource.Path, StringComparer.Ordinal)
        from method in resource.Methods.Values
        where method.Integration is { ConnectionType: "VPC_LINK" } integration && integration.ConnectionId == linkId
        select (method.HttpMethod, resource.Id);

    private static VpcLink LinkOf(OperationCall call, AccountEntry entry) => entry.VpcLinks.GetValueOrDefault(call.Input.Required("vpcLinkId")) ?? throw Missing.VpcLink();

    /// <param name="isNew">AWS answers a creation before the link is there.</param>
    private static void Write(Utf8JsonWriter writer, VpcLink link, bool isNew, bool emptyTags)
    {
        writer.WriteStartObject();
        writer.WriteString("id", link.Id);
        writer.WriteString("name", link.Name);
        writer.WriteOptional("description", link.Description);
        writer.WriteTexts("targetArns", link.TargetArns);
        writer.WriteString("status", isNew ? "PENDING" : "AVAILABLE");
        if (!isNew) writer.WriteString("statusMessage", "Your vpc link is ready for use");
        if (emptyTags || link.Tags.Count > 0) writer.WriteMap("tags", link.Tags);
        writer.WriteEndObject();
    }
}
