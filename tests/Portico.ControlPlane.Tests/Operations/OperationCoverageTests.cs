using System.Text.Json.Nodes;
using Portico.ControlPlane.Operations;
using Portico.Protocol.Operations;

namespace Portico.ControlPlane.Tests.Operations;

/// <summary>Which operations are there, and that each member of what they take has a say in what they do.</summary>
public sealed class OperationCoverageTests
{
    /// <summary>What answers 501 so far.</summary>
    private static readonly string[] NotThereYet = [];

    private static readonly OperationTable Table = OperationTables.ApiGateway;

    private static readonly Lazy<Task<Dictionary<string, HashSet<string>>>> Unread = new(LiveAsync);

    public static TheoryData<string> Offered() => [.. Table.Operations.Values.Where(IsOffered).Select(operation => operation.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task What_is_not_there_yet_is_known()
    {
        var plane = await ControlPlane.StartAsync();

        Assert.Equal(NotThereYet.Order(StringComparer.Ordinal), Table.Operations.Keys.Where(name => !plane.Offers(name)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Offered))]
    public async Task Every_member_of_a_call_has_a_say(string operation)
    {
        Assert.Empty(MembersOf(operation).Except(WholeLife.Calls.Where(call => call.Operation == operation).SelectMany(Sent)));
        var unread = (await Unread.Value).GetValueOrDefault(operation) ?? [];
        Assert.Empty(unread.Except(MemberRemark.All.Where(remark => remark.Operation == operation && remark.Effect == MemberEffect.WithoutEffect).Select(remark => remark.Member)));
    }

    [Fact]
    public void Remarks_are_about_operations_and_members_that_there_are() => Assert.All(
        MemberRemark.All,
        remark => Assert.Contains(remark.Member.Split(' ')[0], Table.Shape(Table.Operations[remark.Operation].Input!).Members.Select(member => member.Name)));

    private static bool IsOffered(OperationDescription operation) => !NotThereYet.Contains(operation.Name);

    // Headers and labels are there with every call.
    private static IEnumerable<string> MembersOf(string operation) => Table.Operations[operation].Input is { } input
        ? Table.Shape(input).Members.Where(member => member.Place is MemberPlace.Body or MemberPlace.QueryString).Select(member => member.Name)
        : [];

    private static IEnumerable<string> Sent(WholeLife.LifeCall call)
    {
        var shape = Table.Shape(Table.Operations[call.Operation].Input!);
        var body = shape.Payload is null && call.Body.Length > 0 ? JsonNode.Parse(call.Body)!.AsObject() : [];
        var query = call.Target.Split('?').ElementAtOrDefault(1)?.Split('&').Select(pair => pair.Split('=')[0]).ToList() ?? [];
        return shape.Members
            .Where(member => member.Name == shape.Payload ? call.Body.Length > 0 : member.Place == MemberPlace.Body ? body.ContainsKey(member.WireName) : query.Contains(member.WireName))
            .Select(member => member.Name);
    }

    private static async Task<JsonNode> DownloadedAsync(ControlPlane plane, string target)
    {
        Assert.Equal(200, (await plane.Download(target, "application/json")).Status);
        return new JsonObject();
    }

    private static async Task<Dictionary<string, HashSet<string>>> LiveAsync()
    {
        var plane = await ControlPlane.StartAsync();
        var ids = new Dictionary<string, string>();
        foreach (var call in WholeLife.Calls)
        {
            var target = WholeLife.Named(call.Target, ids, Uri.EscapeDataString);
            var answer = call.Operation is "GetExport" or "GetSdk"
                ? await DownloadedAsync(plane, target)
                : await plane.Done(Table.Operations[call.Operation].Method, target, WholeLife.Named(call.Body, ids, id => id));
            if (call.Makes is { } name) ids[name] = (string)answer[call.From]!;
        }

        return plane.Unread;
    }
}
