using Portico.Aws;

namespace Portico.Model.Rest;

/// <summary>AWS's rules about request validators, each with AWS's refusal.</summary>
public static class RequestValidatorRules
{
    /// <summary>The validator as it is kept, or a refusal.</summary>
    public static RequestValidator Checked(RequestValidator validator) =>
        validator.Name is not null && string.IsNullOrWhiteSpace(validator.Name)
            ? throw ServiceException.BadRequest("Request Validator name cannot be blank")
            : validator;
}
