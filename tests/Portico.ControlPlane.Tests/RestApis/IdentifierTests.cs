using System.Globalization;
using Portico.Model.Identifiers;

namespace Portico.ControlPlane.Tests.RestApis;

/// <summary>Ids of six characters repeat by chance in large APIs. Here the source gives each one twice.</summary>
public sealed class IdentifierTests
{
    private const string Definition = """
        {"openapi":"3.0.1","info":{"title":"Twice","version":"1"},"paths":{
          "/a":{"get":{"responses":{"200":{"description":"OK"}}}},"/b":{"get":{"responses":{"200":{"description":"OK"}}}},"/c/{id}":{"get":{"responses":{"200":{"description":"OK"}}}}}}
        """;

    [Fact]
    public async Task Resources_of_an_import_have_ids_of_their_own()
    {
        var plane = await ControlPlane.StartAsync(new Stuttering());

        var api = await plane.Done("POST", "/restapis?mode=import", Definition);

        Assert.Equal(5, await DistinctResourceIds(plane, $"/restapis/{api["id"]}"));
    }

    [Fact]
    public async Task Resources_that_are_merged_in_leave_the_others_alone()
    {
        var plane = await ControlPlane.StartAsync(new Stuttering());
        var api = $"/restapis/{(await plane.Done("POST", "/restapis?mode=import", Definition))["id"]}";

        await plane.Done("PUT", $"{api}?mode=merge", Definition.Replace("\"/a\"", "\"/d\"", StringComparison.Ordinal));

        Assert.Equal(6, await DistinctResourceIds(plane, api));
    }

    [Fact]
    public async Task A_created_resource_takes_no_other_ones_place()
    {
        var plane = await ControlPlane.StartAsync(new Stuttering());
        var (api, root) = await plane.NewApi();

        for (var number = 0; number < 4; number++) await plane.Done("POST", root, $$"""{"pathPart":"p{{number}}"}""");

        Assert.Equal(5, await DistinctResourceIds(plane, api));
    }

    [Fact]
    public async Task A_created_documentation_part_takes_no_other_ones_place()
    {
        var plane = await ControlPlane.StartAsync(new Stuttering());
        var (api, _) = await plane.NewApi();

        for (var number = 0; number < 4; number++)
        {
            await plane.Done("POST", $"{api}/documentation/parts", $$"""{"location":{"type":"RESOURCE","path":"/p{{number}}"},"properties":"{}"}""");
        }

        var parts = (await plane.Done("GET", $"{api}/documentation/parts"))["item"]!.AsArray();
        Assert.Equal(4, parts.Select(part => (string)part!["id"]!).Distinct().Count());
    }

    private static async Task<int> DistinctResourceIds(ControlPlane plane, string api)
    {
        var resources = (await plane.Done("GET", $"{api}/resources?limit=500"))["item"]!.AsArray();
        return resources.Select(resource => (string)resource!["id"]!).Distinct().Count();
    }

    private sealed class Stuttering : IIdentifierSource
    {
        private int _asked;

        public string Next(int length) => "s" + (_asked++ / 2).ToString(CultureInfo.InvariantCulture).PadLeft(length - 1, '0');
    }
}
