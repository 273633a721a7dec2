using Portico.Compiler.Integrations;
using Portico.Compiler.Scope;
using Portico.Integrations.Http;

namespace Portico.Integrations.VpcLink;

/// <summary>What the settings may call the link of one integration.</summary>
/// <param name="Id">The <c>connectionId</c>, with the stage's variables in it.</param>
/// <param name="Target">The ARN of the load balancer that the integration names, or null.</param>
/// <param name="OfAccount">The link that the account has under that id, or null.</param>
internal sealed record LinkName(string Id, string? Target, Model.Accounts.VpcLink? OfAccount)
{
    internal static LinkName Of(IntegrationContext context, BackEnds backEnds)
    {
        var variables = context.Compilation.Variables;
        var id = StageVariables.Replace(context.Integration.ConnectionId ?? "", variables);
        return new LinkName(id, context.Integration.IntegrationTarget is { } target ? StageVariables.Replace(target, variables) : null, backEnds.FindVpcLink(id));
    }

    /// <summary>The one that says most first: a link may have several targets, each with an ARN of its own.</summary>
    internal IEnumerable<string> All => new[] { Target, Id, OfAccount?.TargetArns.FirstOrDefault(), OfAccount?.Name }.OfType<string>().Where(name => name.Length > 0);

    internal string Remedy => $"name them in portico.yaml: vpcLinks: {{ {(Target is null ? Id : $"\"{Target}\"")}: [\"http://HOST:PORT\"] }}";

    public override string ToString() => OfAccount is { } link ? $"the VPC link '{Id}' ({link.Name})" : $"the VPC link '{Id}'";
}
