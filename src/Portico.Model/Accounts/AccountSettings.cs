namespace Portico.Model.Accounts;

/// <summary>What holds for an account in a region.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_Account.html"/>
public sealed record AccountSettings
{
    /// <value>Requests. 5,000, as AWS grants in most regions.</value>
    public const int BurstLimit = 5_000;

    /// <value>Requests per second. 10,000, as AWS.</value>
    public const double RateLimit = 10_000;

    public const string ApiKeyVersion = "4";

    public const string UsagePlansFeature = "UsagePlans";

    /// <summary>The role that writes logs; without one stages cannot log.</summary>
    public string? CloudwatchRoleArn { get; init; }
}
