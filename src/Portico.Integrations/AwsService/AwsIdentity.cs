using Portico.Aws.Signing;

namespace Portico.Integrations.AwsService;

/// <summary>Who Portico itself is to AWS services: the environment's keys, or those of a profile.</summary>
internal sealed class AwsIdentity(AwsSettings settings)
{
    // Stand-ins want a signature and cannot check it. Never sent to AWS.
    private static readonly AwsCredentials ForStandIns = new("test", "test");

    private readonly Lazy<AwsCredentials?> _own = new(() => FromEnvironment(settings) ?? Profile(settings, settings.Environment("AWS_PROFILE") is { Length: > 0 } named ? named : "default"));

    /// <summary>Portico's own credentials.</summary>
    /// <param name="isConfigured">Whether the endpoint is the operator's own, which is called without credentials as well.</param>
    internal AwsCredentials? Find(bool isConfigured) => _own.Value ?? (isConfigured ? ForStandIns : null);

    /// <summary>The credentials that the settings give to a role, or null when they know nothing of it.</summary>
    internal (AwsCredentials? Credentials, string? Problem)? OfRole(string roleArn)
    {
        if (!settings.Roles.TryGetValue(roleArn, out var role)) return null;
        if (role.Keys is { } keys) return (keys, null);
        return Profile(settings, role.Profile!) is { } found ? (found, null) : (null, $"the profile '{role.Profile}', which stands for it, has no keys in AWS's credentials file");
    }

    private static AwsCredentials? FromEnvironment(AwsSettings settings) =>
        settings.Environment("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && settings.Environment("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new AwsCredentials(id, secret, settings.Environment("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null)
            : null;

    private static AwsCredentials? Profile(AwsSettings settings, string name)
    {
        var path = settings.Environment("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } file ? file
            : settings.Environment("HOME") is { Length: > 0 } home ? Path.Combine(home, ".aws", "credentials")
            : null;
        return path is null ? null : ProfileFile.Find(path, name);
    }
}
