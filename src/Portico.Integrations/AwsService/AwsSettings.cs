using System.Collections.Immutable;
using Portico.Aws.Signing;

namespace Portico.Integrations.AwsService;

/// <summary>Where AWS services are, and who Portico is to them.</summary>
public sealed record AwsSettings
{
    /// <summary>Endpoints by any name of the service, such as <c>sqs</c>: the settings file's <c>endpoints</c>.</summary>
    public ImmutableDictionary<string, string> Endpoints { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands for a role here: the settings file's <c>roles</c>, by ARN.</summary>
    public ImmutableDictionary<string, RoleCredentials> Roles { get; init; } = ImmutableDictionary.Create<string, RoleCredentials>(StringComparer.Ordinal);

    /// <summary>A variable of the environment, or null: AWS's own ones are honoured.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>Whether an endpoint is one of Portico's own listeners.</summary>
    public Func<string, int, bool> IsOwnAddress { get; init; } = static (_, _) => false;
}

/// <summary>What stands for a role: keys, or the name of a profile of AWS's credentials file. One of the two.</summary>
public sealed record RoleCredentials(AwsCredentials? Keys, string? Profile);
