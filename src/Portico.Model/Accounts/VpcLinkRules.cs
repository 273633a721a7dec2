using Portico.Aws;

namespace Portico.Model.Accounts;

/// <summary>AWS's rules about VPC links, each with AWS's refusal.</summary>
public static class VpcLinkRules
{
    /// <summary>The link as it is kept, or a refusal.</summary>
    public static VpcLink Checked(VpcLink link)
    {
        if (string.IsNullOrWhiteSpace(link.Name)) throw ServiceException.BadRequest("Name cannot be empty");
        if (link.TargetArns.Length > 1) throw ServiceException.BadRequest("More than one target arn specified for vpc link.");
        if (link.TargetArns.IsEmpty) throw ServiceException.BadRequest("No target arn specified for vpc link.");
        ArnRules.Check(link.TargetArns[0]);
        return link;
    }
}
