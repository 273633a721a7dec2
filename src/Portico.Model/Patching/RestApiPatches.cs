using System.Collections.Immutable;
using System.Globalization;
using Portico.Aws;
using Portico.Model.Rest;

namespace Portico.Model.Patching;

/// <summary>What may be patched of an API.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateRestApi-Patch"/>
public static class RestApiPatches
{
    // While operations run an API may have no endpoint type or two: one operation adds, another removes.
    private sealed record Edit(RestApi Api, ImmutableList<EndpointType> Types)
    {
        public Edit With(EndpointConfiguration endpoint) => this with { Api = Api with { EndpointConfiguration = endpoint } };
    }

    private static readonly PatchTable<Edit> Table = new(PatchRefusals.Plain,
        Row("/name", PatchOps.Replace, (api, step) => api with { Name = step.ValueOrNull ?? throw ServiceException.BadRequest("Name cannot be empty") }),
        Row("/description", PatchOps.All, (api, step) => api with { Description = step.Op == PatchOps.Remove ? null : step.ValueOrNull }),
        Row("/apiKeySource", PatchOps.Replace, (api, step) => api with { ApiKeySource = Enum.Parse<ApiKeySource>(step.OneOf("HEADER", "AUTHORIZER")) }),
        Row("/binaryMediaTypes/{}", PatchOps.All, BinaryMediaTypes),
        Row("/disableExecuteApiEndpoint", PatchOps.Replace, (api, step) => api with { DisableExecuteApiEndpoint = step.Flag }),
        Row("/minimumCompressionSize", PatchOps.Replace, (api, step) => api with { MinimumCompressionSize = CompressionSize(step) }),
        Row("/policy", PatchOps.Replace, (api, step) => api with { Policy = step.ValueOrNull }),
        Row("/securityPolicy", PatchOps.Replace, (api, step) => api with { SecurityPolicy = step.ValueOrNull }),
        Row("/endpointAccessMode", PatchOps.Replace, (api, step) => api with { EndpointAccessMode = step.OneOf("BASIC", "STRICT") }),
        new("/endpointConfiguration/types/{}", PatchOps.All, Types),
        new("/endpointConfiguration/ipAddressType", PatchOps.Replace, (edit, step) => edit.With(edit.Api.EndpointConfiguration with { IpAddressType = step.Value ?? "" })),
        new("/endpointConfiguration/vpcEndpointIds", PatchOps.AddRemove, VpcEndpoints));

    /// <summary>The API after all operations, or the refusal of one.</summary>
    public static RestApi Apply(RestApi api, IEnumerable<PatchOperation> operations)
    {
        var edit = Table.Apply(new(api, [api.EndpointConfiguration.Type]), operations);
        var type = RestApiRules.SingleType(edit.Types);
        var endpoint = edit.Api.EndpointConfiguration with { Type = type };
        // A private API is dualstack; changing to it changes that too, unless the same request asks for something else.
        if (type != api.EndpointConfiguration.Type && endpoint.IpAddressType == api.EndpointConfiguration.IpAddressType && type == EndpointType.PRIVATE)
        {
            endpoint = endpoint with { IpAddressType = RestApiRules.DefaultIpAddressType(type) };
        }

        return RestApiRules.Checked(edit.Api with { EndpointConfiguration = endpoint });
    }

    private static PatchRow<Edit> Row(string path, PatchOps allowed, Func<RestApi, PatchStep, RestApi> apply) =>
        new(path, allowed, (edit, step) => edit with { Api = apply(edit.Api, step) });

    // A set that is addressed by its members; what replaces one stands at the end.
    private static RestApi BinaryMediaTypes(RestApi api, PatchStep step)
    {
        var types = step.Op == PatchOps.Add ? api.BinaryMediaTypes : api.BinaryMediaTypes.Remove(step.Name);
        var added = step.Op switch { PatchOps.Add => step.Name, PatchOps.Replace => step.ValueOrNull, _ => null };
        return api with { BinaryMediaTypes = added is null || types.Contains(added) ? types : types.Add(added) };
    }

    private static int? CompressionSize(PatchStep step)
    {
        if (step.ValueOrNull is null or "null") return null;
        return int.TryParse(step.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= RestApiRules.MaxCompressionSize
            ? size
            : throw RestApiRules.InvalidCompressionSize();
    }

    // The place is an index, or the type that is there.
    private static Edit Types(Edit edit, PatchStep step)
    {
        if (step.Op == PatchOps.Add) return edit with { Types = edit.Types.Add(RestApiRules.ParseType(step.ValueOrNull ?? step.Name)) };
        var at = int.TryParse(step.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : edit.Types.IndexOf(RestApiRules.ParseType(step.Name));
        if (at < 0 || at >= edit.Types.Count) throw ServiceException.BadRequest($"Invalid patch path {step.Path}");
        return edit with { Types = step.Op == PatchOps.Remove ? edit.Types.RemoveAt(at) : edit.Types.SetItem(at, RestApiRules.ParseType(step.Value)) };
    }

    private static Edit VpcEndpoints(Edit edit, PatchStep step)
    {
        var endpoint = edit.Api.EndpointConfiguration;
        var id = step.ValueOrNull ?? throw ServiceException.BadRequest("VPC endpoint id cannot be empty");
        var ids = endpoint.VpcEndpointIds.Remove(id);
        return edit.With(endpoint with { VpcEndpointIds = step.Op == PatchOps.Add ? ids.Add(id) : ids });
    }
}
