namespace Portico.Aws.Signing;

/// <summary>What a caller signs with. Its text never shows the secret.</summary>
/// <param name="AccessKeyId">Such as <c>AKIDEXAMPLE</c>.</param>
/// <param name="SecretAccessKey">The key that signing keys are derived from.</param>
/// <param name="SessionToken">The token of temporary credentials, or null for lasting ones.</param>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    public override string ToString() => AccessKeyId;
}
