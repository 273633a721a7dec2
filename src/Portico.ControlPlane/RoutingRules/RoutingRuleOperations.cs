using System.Collections.Immutable;
using System.Text.Json;
using Portico.Aws;
using Portico.ControlPlane.Access;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.Wire;
using Portico.Model.Domains;
using Portico.Protocol;
using Portico.Protocol.Binding;
using Portico.Storage;

namespace Portico.ControlPlane.RoutingRules;

/// <summary>Which API answers requests to a domain name, by their headers and paths.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-routingrules.html"/>
internal sealed class RoutingRuleOperations(ControlPlaneServices services, AccountAccess account)
{
    private const int MaxPage = 100;

    public void AddTo(OperationHandlers handlers) => handlers
        .Add("CreateRoutingRule", CreateAsync, Write)
        .Add("ListRoutingRules", ListAsync, WriteList)
        .Add("GetRoutingRule", GetAsync, Write)
        .Add("PutRoutingRule", PutAsync, Write)
        .Add("DeleteRoutingRule", DeleteAsync);

    private async ValueTask<RoutingRule> CreateAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var domain = DomainOf(call, account.Present);
        var id = services.Identifiers.Next(6);
        var rule = await ReadAsync(call, domain, id, cancellationToken);
        return await account.ChangeAsync(
            entry =>
            {
                var present = DomainOf(call, entry);
                if (RulesOf(entry, present).Count() >= RoutingRuleRules.MaxRules) throw new ServiceException(429, "LimitExceededException", $"A domain name has at most {RoutingRuleRules.MaxRules} routing rules");
                CheckPriority(entry, present, rule);
                return (entry with { RoutingRules = entry.RoutingRules.Add(rule.Key, RoutingRuleRules.Checked(present, rule)) }, rule);
            },
            cancellationToken);
    }

    private ValueTask<(ImmutableArray<RoutingRule> Rules, string? Next)> ListAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var entry = account.Present;
        var after = call.Input.Text("NextToken");
        var all = RulesOf(entry, DomainOf(call, entry)).OrderBy(rule => rule.Priority).ToList();
        var start = string.IsNullOrEmpty(after) ? 0 : all.FindIndex(rule => rule.RoutingRuleId == after) + 1;
        if (!string.IsNullOrEmpty(after) && start == 0) throw ServiceException.BadRequest("Invalid nextToken specified");
        var limit = call.Input.Integer("MaxResults") ?? MaxPage;
        ImmutableArray<RoutingRule> page = [.. all.Skip(start).Take(limit)];
        return ValueTask.FromResult((page, start + limit < all.Count ? page[^1].RoutingRuleId : null));
    }

    private ValueTask<RoutingRule> GetAsync(OperationCall call, CancellationToken cancellationToken) => ValueTask.FromResult(RuleOf(call, account.Present));

    private async ValueTask<RoutingRule> PutAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var rule = await ReadAsync(call, DomainOf(call, account.Present), RuleOf(call, account.Present).RoutingRuleId, cancellationToken);
        return await account.ChangeAsync(
            entry =>
            {
                RuleOf(call, entry);
                CheckPriority(entry, DomainOf(call, entry), rule);
                return (entry with { RoutingRules = entry.RoutingRules.SetItem(rule.Key, rule) }, rule);
            },
            cancellationToken);
    }

    private async ValueTask DeleteAsync(OperationCall call, CancellationToken cancellationToken) =>
        await account.ChangeAsync(entry => (entry with { RoutingRules = entry.RoutingRules.Remove(RuleOf(call, entry).Key) }, true), cancellationToken);

    private async ValueTask<RoutingRule> ReadAsync(OperationCall call, DomainName domain, string id, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var conditions = input.Structures("Conditions") ?? [];
        if (conditions.Any(each => each.Has("MatchHeaders") == each.Has("MatchBasePaths"))) throw ServiceException.BadRequest("A routing rule condition has exactly one of matchHeaders and matchBasePaths");
        var paths = conditions.Where(each => each.Has("MatchBasePaths")).Select(each => One(each.Structure("MatchBasePaths")!.Texts("AnyOf") ?? [], "matchBasePaths")).ToList();
        if (paths.Count > 1) throw ServiceException.BadRequest("A routing rule can have at most one matchBasePaths condition");
        var action = One(input.Structures("Actions") ?? [], "actions").Structure("InvokeApi")!;
        var rule = RoutingRuleRules.Checked(domain, new()
        {
            DomainKey = domain.Key,
            RoutingRuleId = id,
            RoutingRuleArn = $"arn:aws:apigateway:{domain.Region}:{domain.AccountId}:/domainnames/{domain.Key}/routingrules/{id}",
            Priority = input.Integer("Priority")!.Value,
            Headers = [.. conditions.Where(each => each.Has("MatchHeaders")).Select(each => One(each.Structure("MatchHeaders")!.Structures("AnyOf") ?? [], "matchHeaders")).Select(Header)],
            BasePath = paths.Count == 0 ? null : paths[0],
            ApiId = action.Required("ApiId"),
            Stage = action.Required("Stage"),
            StripBasePath = action.Flag("StripBasePath") ?? false,
        });
        var stages = await account.StagesAsync([rule.ApiId], cancellationToken);
        if (!stages.TryGetValue(rule.ApiId, out var names)) throw ServiceException.BadRequest($"Invalid API identifier specified {call.AccountId}:{rule.ApiId}");
        if (!names.Contains(rule.Stage)) throw ServiceException.BadRequest("Invalid stage identifier specified");
        return rule;
    }

    private static HeaderCondition Header(InputStructure condition) => new(condition.Required("Header"), condition.Required("ValueGlob"));

    private static T One<T>(ImmutableArray<T> all, string where) => all.Length == 1 ? all[0] : throw ServiceException.BadRequest($"{where} of a routing rule takes exactly one element, not {all.Length}");

    private static void CheckPriority(AccountEntry entry, DomainName domain, RoutingRule rule)
    {
        if (RulesOf(entry, domain).Any(other => other.Priority == rule.Priority && other.RoutingRuleId != rule.RoutingRuleId))
        {
            throw ServiceException.Conflict($"A routing rule with priority {rule.Priority} already exists for this domain name");
        }
    }

    private static IEnumerable<RoutingRule> RulesOf(AccountEntry entry, DomainName domain) => entry.RoutingRules.Values.Where(rule => rule.DomainKey == domain.Key);

    private static DomainName DomainOf(OperationCall call, AccountEntry entry) =>
        entry.DomainNames.GetValueOrDefault(DomainName.KeyOf(call.Input.Required("DomainName"), call.Input.Text("DomainNameId"))) ?? throw Missing.DomainName();

    private static RoutingRule RuleOf(OperationCall call, AccountEntry entry) =>
        entry.RoutingRules.GetValueOrDefault(RoutingRule.KeyOf(DomainOf(call, entry).Key, call.Input.Required("RoutingRuleId"))) ?? throw ServiceException.NotFound($"Unable to find RoutingRule by id {call.Input.Required("RoutingRuleId")}");

    private static void WriteList(Utf8JsonWriter writer, (ImmutableArray<RoutingRule> Rules, string? Next) page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("routingRules");
        foreach (var rule in page.Rules) Write(writer, rule);
        writer.WriteEndArray();
        writer.WriteOptional("nextToken", page.Next);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RoutingRule rule)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("actions");
        writer.WriteStartObject();
        writer.WriteStartObject("invokeApi");
        writer.WriteString("apiId", rule.ApiId);
        writer.WriteString("stage", rule.Stage);
        writer.WriteBoolean("stripBasePath", rule.StripBasePath);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("conditions");
        foreach (var header in rule.Headers)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("matchHeaders");
            writer.WriteStartArray("anyOf");
            writer.WriteStartObject();
            writer.WriteString("header", header.Header);
            writer.WriteString("valueGlob", header.ValueGlob);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        if (rule.BasePath is not null)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("matchBasePaths");
            writer.WriteTexts("anyOf", [rule.BasePath]);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("priority", rule.Priority);
        writer.WriteString("routingRuleArn", rule.RoutingRuleArn);
        writer.WriteString("routingRuleId", rule.RoutingRuleId);
        writer.WriteEndObject();
    }
}
