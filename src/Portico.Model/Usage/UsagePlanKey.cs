namespace Portico.Model.Usage;

/// <summary>A key's membership in a plan.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlanKey.html"/>
public sealed record UsagePlanKey(string UsagePlanId, string KeyId)
{
    /// <summary>The only type there is.</summary>
    public const string Type = "API_KEY";

    /// <summary>What tells it from every other: <c>{planId}/{keyId}</c>.</summary>
    public string Id => IdOf(UsagePlanId, KeyId);

    public static string IdOf(string usagePlanId, string keyId) => $"{usagePlanId}/{keyId}";
}
