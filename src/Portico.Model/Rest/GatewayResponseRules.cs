using Portico.Aws;
using Portico.Model.Mapping;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about gateway responses, each with AWS's refusal.</summary>
public static class GatewayResponseRules
{
    /// <summary>The gateway response as it is kept, or a refusal.</summary>
    public static GatewayResponse Checked(GatewayResponse response)
    {
        foreach (var (key, expression) in response.ResponseParameters)
        {
            if (string.IsNullOrEmpty(expression)) throw ServiceException.BadRequest("Invalid null or empty value in responseParameters");
            if (MappingTarget.TryParseGatewayResponseHeader(key) is null) throw IntegrationRules.InvalidExpression(key);
            if (MappingExpression.TryParseRequest(expression) is null or { Source: MappingSource.MethodBody }) throw IntegrationRules.InvalidExpression(expression);
        }

        foreach (var template in response.ResponseTemplates)
        {
            if (string.IsNullOrEmpty(template.Template)) throw ServiceException.BadRequest("Invalid null or empty value in responseTemplates");
            MediaTypes.Check(template.MediaType);
            MappingTemplateRules.CheckSize(template);
        }

        return response;
    }
}
