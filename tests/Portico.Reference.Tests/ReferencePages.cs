using System.Globalization;
using System.Text;
using Portico.Aws.Vocabulary;
using Portico.ControlPlane;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.DataPlane.Context;
using Portico.Storage;
using Portico.Storage.Memory;

namespace Portico.Reference.Tests;

/// <summary>The reference pages, made from the tables that the code reads.</summary>
internal static class ReferencePages
{
    internal static async Task<IReadOnlyDictionary<string, string>> AllAsync() => new Dictionary<string, string>
    {
        ["gateway-responses.md"] = GatewayResponses(),
        ["context-variables.md"] = ContextVariablePage(),
        ["header-rules.md"] = HeaderRulePage(),
        ["operations.md"] = await OperationsAsync(),
    };

    private static string GatewayResponses()
    {
        var page = Page("Gateway responses", "What Portico itself answers, as Amazon API Gateway answers it. Any of them can be changed by `x-amazon-apigateway-gateway-responses` or `PutGatewayResponse`.");
        page.AppendLine("| type | status | x-amzn-ErrorType | message | takes its settings from |").AppendLine("|---|---|---|---|---|");
        foreach (var type in GatewayResponseType.All)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{type.Name}` | {Text(type.DefaultStatusCode)} | {type.ErrorType} | {Text(type.Message)} | {(type.Parent is { } parent ? $"`{parent.Name}`" : "-")} |");
        }

        return page.ToString();
    }

    private static string ContextVariablePage()
    {
        var page = Page("`$context` variables", "What parameter mappings (`context.name`) and gateway responses (`$context.name`) can read. A variable without a value for a request is left out or empty.");
        foreach (var name in ContextVariables.Names) page.AppendLine(CultureInfo.InvariantCulture, $"- `{name}`");
        return page.ToString();
    }

    private static string HeaderRulePage()
    {
        var page = Page("Header rules", "What REST APIs do to headers by name.");
        Section("Of the client, never seen by mappings or back ends", HeaderRules.DroppedFromClient);
        Section("Of the client, not handed on by HTTP_PROXY (some are set anew)", HeaderRules.NotProxiedToHttp.Except(HeaderRules.DroppedFromClient, StringComparer.OrdinalIgnoreCase));
        Section("Mapping to one of these makes every call fail with 500", HeaderRules.IllegalMappingTargets);
        Section("Mapped for a back end, but silently left out", HeaderRules.NotSentToHttp);
        Section($"Mapped to the client, sent as `{HeaderRules.RemappedPrefix}NAME`", HeaderRules.RemappedInMappedResponse);
        Section("Mapped to the client, dropped", HeaderRules.DroppedFromMappedResponse);
        Section($"Of a proxied back end, sent as `{HeaderRules.RemappedPrefix}NAME`", HeaderRules.RemappedInProxyResponse);
        Section("Of a proxied back end, dropped", HeaderRules.DroppedFromProxyResponse);
        return page.ToString();

        void Section(string title, IEnumerable<string> names) =>
            page.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine().AppendLine(string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Select(name => $"`{name}`"))).AppendLine();
    }

    private static async Task<string> OperationsAsync()
    {
        await using var store = new MemoryDocumentStore();
        await using var catalog = await Catalog.OpenAsync(store, CancellationToken.None);
        var service = ApiGatewayService.Create(new ControlPlaneServices { Catalog = catalog });
        var operations = service.Table.Operations.Values.OrderBy(operation => operation.Name, StringComparer.Ordinal).ToList();

        var page = Page("Operations of `apigateway`", $"{operations.Count(operation => service.Offers(operation.Name))} of {operations.Count} operations are there; the others answer 501 with their name.");
        page.AppendLine("*Refused*: the call is refused, because what it asks for would look as if it protected something. *Without effect*: kept and shown as in AWS, and a line of the fidelity report. Every other member has the effect that it has in AWS.").AppendLine();
        page.AppendLine("| operation | request | | refused | without effect |").AppendLine("|---|---|---|---|---|");
        foreach (var operation in operations)
        {
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {operation.Name} | {operation.Method} `{operation.Uri}` | {(service.Offers(operation.Name) ? "works" : "501")} | {Remarks(operation.Name, MemberEffect.Refused)} | {Remarks(operation.Name, MemberEffect.WithoutEffect)} |");
        }

        return page.ToString();

        static string Remarks(string operation, MemberEffect effect) =>
            string.Join("; ", MemberRemark.All.Where(remark => remark.Operation == operation && remark.Effect == effect).Select(remark => $"`{remark.Member}`: {remark.Remark}"));
    }

    private static StringBuilder Page(string title, string about) =>
        new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"# {title}").AppendLine().AppendLine(about).AppendLine().AppendLine("Generated from the tables that the code reads; `PORTICO_WRITE_REFERENCE=1 ./test.sh` writes it anew.").AppendLine();

    private static string Text(object? value) => value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
