using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Domains;
using Portico.Model.Patching;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.DomainNames;

/// <summary>Which API answers below a path of a domain name.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_BasePathMapping.html"/>
internal sealed class BasePathMappingOperations(AccountAccess account)
{
    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateBasePathMapping", CreateAsync, Write)
        .Add("GetBasePathMappings", ListAsync, (writer, page) => page.Write(writer, Write))
        .Add("GetBasePathMapping", GetAsync, Write)
        .Add("UpdateBasePathMapping", UpdateAsync, Write)
        .Add("DeleteBasePathMapping", DeleteAsync);

    private async ValueTask<BasePathMapping> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var mapping = new BasePathMapping
        {
            DomainKey = call.DomainOf(account.Present).Key,
            BasePath = BasePathMappingRules.BasePath(input.Text("basePath")),
            RestApiId = input.Required("restApiId"),
            Stage = BasePathMappingRules.Stage(input.Text("stage")),
        };
        CheckTarget(mapping, await account.StagesAsync([mapping.RestApiId], cancellationToken));
        return await account.ChangeAsync(
            entry =>
            {
                BasePathMappingRules.Check(call.DomainOf(entry), mapping);
                if (entry.BasePathMappings.ContainsKey(mapping.Key)) throw BasePathMappingRules.Exists(mapping);
                return (entry with { BasePathMappings = entry.BasePathMappings.Add(mapping.Key, mapping) }, mapping);
            },
            cancellationToken);
    }

    private ValueTask<Page<BasePathMapping>> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        return ValueTask.FromResult(Page.Of(call.Input, entry.MappingsOf(call.DomainOf(entry)), mapping => mapping.BasePath));
    }

    private ValueTask<BasePathMapping> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(MappingOf(call, account.Present));

    private async ValueTask<BasePathMapping> UpdateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var operations = call.Input.PatchOperations().ToList();
        var stages = await account.StagesAsync([BasePathMappingPatches.Apply(MappingOf(call, account.Present), operations).RestApiId], cancellationToken);
        return await account.ChangeAsync(
            entry =>
            {
                var present = MappingOf(call, entry);
                var next = BasePathMappingPatches.Apply(present, operations);
                CheckTarget(next, stages);
                BasePathMappingRules.Check(call.DomainOf(entry), next);
                var others = entry.BasePathMappings.Remove(present.Key);
                if (others.ContainsKey(next.Key)) throw BasePathMappingRules.Exists(next);
                return (entry with { BasePathMappings = others.Add(next.Key, next) }, next);
            },
            cancellationToken);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await account.ChangeAsync(entry => (entry with { BasePathMappings = entry.BasePathMappings.Remove(MappingOf(call, entry).Key) }, true), cancellationToken);

    private static void CheckTarget(BasePathMapping mapping, IReadOnlyDictionary<string, ImmutableHashSet<string>> stages)
    {
        if (!stages.TryGetValue(mapping.RestApiId, out var names)) throw ServiceException.BadRequest("Invalid REST API identifier specified");
        if (mapping.Stage is { } stage && !names.Contains(stage)) throw ServiceException.BadRequest("Invalid stage identifier specified");
    }

    private static BasePathMapping MappingOf(OperationCall call, AccountEntry entry) =>
        entry.BasePathMappings.GetValueOrDefault(BasePathMapping.KeyOf(call.DomainOf(entry).Key, call.Input.Required("basePath") is { Length: > 0 } path ? path : BasePathMapping.None))
        ?? throw Missing.BasePathMapping();

    private static void Write(Utf8JsonWriter writer, BasePathMapping mapping)
    {
        writer.WriteStartObject();
        writer.WriteString("basePath", mapping.BasePath);
        writer.WriteString("restApiId", mapping.RestApiId);
        writer.WriteOptional("stage", mapping.Stage);
        writer.WriteEndObject();
    }
}
