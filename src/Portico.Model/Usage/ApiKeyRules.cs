using Portico.Aws;

namespace Portico.Model.Usage;

/// <summary>AWS's rules about API keys, each with AWS's refusal.</summary>
public static class ApiKeyRules
{
    public const int MinValueLength = 20;
    public const int MaxValueLength = 128;
    public const int MaxNameLength = 1024;
    public const int MaxDescriptionLength = 1024;

    /// <summary>How long a value is that the gateway makes.</summary>
    public const int GeneratedValueLength = 40;

    /// <summary>The key as it is kept, or a refusal.</summary>
    public static ApiKey Checked(ApiKey key)
    {
        if (key.Name?.Length > MaxNameLength) throw ServiceException.BadRequest($"Invalid API Key name, can be at most {MaxNameLength} characters.");
        if (key.Description?.Length > MaxDescriptionLength) throw ServiceException.BadRequest("Invalid API Key description specified.");
        if (key.Value.Length < MinValueLength) throw ServiceException.BadRequest($"API Key value should be at least {MinValueLength} characters");
        if (key.Value.Length > MaxValueLength) throw ServiceException.BadRequest($"API Key value exceeds maximum size of {MaxValueLength} characters");
        return key;
    }
}
