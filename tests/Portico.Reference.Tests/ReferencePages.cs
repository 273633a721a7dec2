using System.Globalization;
using System.Text;
using Portico.Aws.Policies;
using Portico.Aws.Vocabulary;
using Portico.ControlPlane;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Certificates;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.TestInvocations;
using Portico.DataPlane.Context;
using Portico.DataPlane.Observation;
using Portico.DataPlane.Templates;
using Portico.Storage;
using Portico.Storage.Memory;
using Portico.Vtl.Methods;

namespace Portico.Reference.Tests;

/// <summary>The reference pages, made from the tables that the code reads.</summary>
internal static class ReferencePages
{
    internal static async Task<IReadOnlyDictionary<string, string>> AllAsync() => new Dictionary<string, string>
    {
        ["gateway-responses.md"] = GatewayResponses(),
        ["context-variables.md"] = ContextVariablePage(),
        ["template-functions.md"] = TemplateFunctionPage(),
        ["header-rules.md"] = HeaderRulePage(),
        ["operations.md"] = await OperationsAsync(),
        ["template-methods.md"] = TemplateMethodPage(),
        ["permissions.md"] = PermissionPage(),
        ["condition-keys.md"] = ConditionKeyPage(),
        ["security-policies.md"] = SecurityPolicyPage(),
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
        var page = Page("`$context` variables", "What mapping templates and gateway responses (`$context.name`) and parameter mappings (`context.name`) can read. A variable without a value for a request is left out or empty.");
        foreach (var name in ContextVariables.Names) page.AppendLine(CultureInfo.InvariantCulture, $"- `{name}`");
        page.AppendLine().AppendLine("In templates, `$context` is also a map of these keys, in this order:").AppendLine().AppendLine(Listed(ContextKeys.Of(""))).AppendLine();
        page.AppendLine("`$context.identity` is a map of").AppendLine().AppendLine(Listed(ContextKeys.Of("identity"))).AppendLine();
        page.AppendLine("`$context.requestOverride` has the maps `path`, `header` and `querystring`, `$context.responseOverride` the map `header` and, once it is set, `status`. These maps print as nothing.");
        page.AppendLine().AppendLine("Access logs know these besides; what has no value is `-`:").AppendLine().AppendLine(Listed(AccessLogVariables.Names.Except(ContextVariables.Names)));
        return page.ToString();

        static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
    }

    private static string TemplateFunctionPage()
    {
        var page = Page("`$util` functions", "What mapping templates can call, each with one text.");
        page.AppendLine("| function | gives |").AppendLine("|---|---|");
        foreach (var function in UtilFunctions.Rows) page.AppendLine(CultureInfo.InvariantCulture, $"| `$util.{function.Name}(text)` | {function.Summary} |");
        return page.ToString();
    }

    private static string PermissionPage()
    {
        var page = Page("Permissions of the control plane", "What a caller's policies must allow him where the control plane asks for signatures (`--auth sigv4`): an action on a resource. `{region}` is the region that the call is signed for, other names are the labels of the operation's address.");
        page.AppendLine("| operation | action | resource | needed |").AppendLine("|---|---|---|---|");
        var others = ApiGatewayV2Permissions.All.SelectMany(rows => rows).Where(row => row.Resource.Contains("routingrules", StringComparison.Ordinal))
            .Concat(AcmPermissions.All.SelectMany(rows => rows).Where(row => OfferedByAcm.Contains(row.Operation)));
        foreach (var row in ApiGatewayPermissions.All.SelectMany(rows => rows).Concat(others).OrderBy(row => row.Operation, StringComparer.Ordinal).ThenBy(row => row.Condition is not null))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {row.Operation} | `{row.Action}` | `{row.Resource.Replace("|", "\\|", StringComparison.Ordinal)}` | {row.Condition ?? "always"} |");
        }

        return page.ToString();
    }

    private static string SecurityPolicyPage()
    {
        var page = Page("Security policies", "What `securityPolicy` of a domain name allows on https addresses. Policies with FIPS in their name are refused where the machine is not in FIPS mode; what its TLS library does not offer of the others stands in the fidelity report.");
        page.AppendLine("| policy | oldest TLS | cipher suites |").AppendLine("|---|---|---|");
        foreach (var policy in SecurityPolicy.All.Values.OrderBy(policy => policy.Name, StringComparer.Ordinal))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| `{policy.Name}` | 1.{policy.OldestVersion - 10} | {string.Join(", ", policy.Suites.Select(suite => $"`{suite}`"))} |");
        }

        return page.ToString();
    }

    private static string ConditionKeyPage()
    {
        var page = Page("Condition keys", "What conditions of policies and policy variables can look at. A resource policy with another key is refused, and so is an identity policy whose deny relies on one: it could not be enforced.");
        foreach (var name in KnownConditionKeys.Names.Order(StringComparer.OrdinalIgnoreCase)) page.AppendLine(CultureInfo.InvariantCulture, $"- `{name}`");
        page.AppendLine("- `aws:PrincipalTag/...` (nobody bears tags here)");
        return page.ToString();
    }

    private static string HeaderRulePage()
    {
        var page = Page("Header rules", "What REST APIs do to headers by name.");
        Section("Of the client, never seen by mappings or back ends", HeaderRules.DroppedFromClient);
        Section("Of the client, not handed on by HTTP_PROXY (some are set anew)", HeaderRules.NotProxiedToHttp.Except(HeaderRules.DroppedFromClient, StringComparer.OrdinalIgnoreCase));
        Section("Mapping to one of these makes every call fail with 500", HeaderRules.IllegalMappingTargets);
        Section("Mapping to one of these makes every call of an AWS or AWS_PROXY integration fail as well", HeaderRules.IllegalMappingTargetsOfAws);
        Section("Mapped for a back end, but silently left out", HeaderRules.NotSentToHttp);
        Section($"Mapped to the client, sent as `{HeaderRules.RemappedPrefix}NAME`", HeaderRules.RemappedInMappedResponse);
        Section("Mapped to the client, dropped", HeaderRules.DroppedFromMappedResponse);
        Section($"Of a proxied back end, sent as `{HeaderRules.RemappedPrefix}NAME`", HeaderRules.RemappedInProxyResponse);
        Section("Of a proxied back end, dropped", HeaderRules.DroppedFromProxyResponse);
        Section("Of a proxied function, dropped", HeaderRules.DroppedFromLambdaResponse);
        return page.ToString();

        void Section(string title, IEnumerable<string> names) =>
            page.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine().AppendLine(string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Select(name => $"`{name}`"))).AppendLine();
    }

    private static string TemplateMethodPage()
    {
        var page = Page("Methods in mapping templates", "What `$value.method(..)` can call, with Java's meaning. A call that no row fits is the empty string; what throws in Java ends the rendering. Classes (`.class`, `getClass()`) cannot be reached.");
        Section("Strings", StringMethods.Table.Rows.Select(row => row.ToString()));
        Section("Lists, arrays of documents; arrays and the keys, values and entries of maps as far as they have them", ListMethods.Table.Rows.Select(row => row.ToString()));
        Section("Maps and objects of documents", MapMethods.Table.Rows.Select(row => row.ToString()));
        Section("Numbers", NumberMethods.Table.Rows.Select(row => row.ToString()));
        Section("Every value", ObjectMethods.Table.Rows.Select(row => row.ToString()));
        return page.ToString();

        void Section(string title, IEnumerable<string> rows) => page.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine().AppendLine(string.Join(", ", rows.Select(row => $"`{row}`"))).AppendLine();
    }

    private static async Task<string> OperationsAsync()
    {
        await using var store = new MemoryDocumentStore();
        await using var catalog = await Catalog.OpenAsync(store, CancellationToken.None);
        var service = ApiGatewayService.Create(new ControlPlaneServices { Catalog = catalog, TestInvocations = new NeverInvoked() });
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

        var v2 = ApiGatewayV2Service.Create(new ControlPlaneServices { Catalog = catalog });
        Others("apigatewayv2", v2.Table.Operations.Count, v2.Table.Operations.Keys.Where(v2.Offers));
        var acm = AcmService.Create(new ControlPlaneServices { Catalog = catalog });
        Others("acm", acm.Table.Operations.Count, acm.Table.Operations.Keys.Where(acm.Offers));
        return page.ToString();

        void Others(string name, int all, IEnumerable<string> offered)
        {
            var there = offered.Order(StringComparer.Ordinal).ToList();
            page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## `{name}`").AppendLine();
            page.AppendLine(CultureInfo.InvariantCulture, $"{there.Count} of {all} operations are there, the others answer 501 with their name: {string.Join(", ", there.Select(one => $"`{one}`"))}.");
        }

        static string Remarks(string operation, MemberEffect effect) =>
            string.Join("; ", MemberRemark.All.Where(remark => remark.Operation == operation && remark.Effect == effect).Select(remark => $"`{remark.Member}`: {remark.Remark}"));
    }

    private static readonly string[] OfferedByAcm =
        ["AddTagsToCertificate", "DeleteCertificate", "DescribeCertificate", "GetCertificate", "ImportCertificate", "ListCertificates", "ListTagsForCertificate", "RemoveTagsFromCertificate"];

    // As in the host, where methods can be tested; the page only asks which operations there are.
    private sealed class NeverInvoked : ITestInvocations
    {
        public ValueTask<TestInvocationAnswer> InvokeAsync(TestInvocation invocation, CancellationToken cancellationToken) => throw new System.Diagnostics.UnreachableException();

        public ValueTask<AuthorizerTestAnswer> InvokeAsync(AuthorizerTest test, CancellationToken cancellationToken) => throw new System.Diagnostics.UnreachableException();
    }

    private static StringBuilder Page(string title, string about) =>
        new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"# {title}").AppendLine().AppendLine(about).AppendLine().AppendLine("Generated from the tables that the code reads; `PORTICO_WRITE_REFERENCE=1 ./test.sh` writes it anew.").AppendLine();

    private static string Text(object? value) => value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value}");
}
