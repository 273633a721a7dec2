using System.Collections.Immutable;
using System.Net;
using Portico.Integrations.AwsService;
using Portico.Integrations.Http;
using Portico.Model.Accounts;
using Portico.Aws.Signing;
using Portico.Functions;
using Portico.Identity;
using Portico.Logs;
using Portico.Tls;

namespace Portico.Hosting;

/// <summary>What a server needs to know to start, settled and checked.</summary>
internal sealed record HostSettings
{
    internal required ImmutableArray<IPEndPoint> GatewayEndpoints { get; init; }

    /// <summary>Those for https; only with a <see cref="Certificate"/>.</summary>
    internal ImmutableArray<IPEndPoint> TlsEndpoints { get; init; } = [];

    /// <summary>What https shows for names that have no certificate of their own.</summary>
    internal CertificateFile? Certificate { get; init; }

    /// <summary>The folder that plays the buckets of truststores; null for none.</summary>
    internal string? TruststoreFolder { get; init; }

    internal required IPEndPoint ControlEndpoint { get; init; }

    /// <summary>The folder of everything durable, or null for none.</summary>
    internal string? DataFolder { get; init; }

    /// <summary>True keeps definitions in memory only.</summary>
    internal bool StoresInMemory { get; init; }

    internal required string Region { get; init; }

    /// <summary>Twelve digits.</summary>
    internal required string AccountId { get; init; }

    /// <summary>Requests per second that the account's APIs take together, all methods and callers; null for no limit.</summary>
    internal double? RateLimit { get; init; }

    /// <summary>Requests that they take at once.</summary>
    internal int BurstLimit { get; init; } = AccountSettings.BurstLimit;

    /// <summary>The header by whose values clients stay with a canary or without; null to draw each request.</summary>
    internal string? CanaryHeader { get; init; }

    internal ControlAuth Auth { get; init; }

    /// <summary>The root user's credentials, from the environment; null for none.</summary>
    internal AwsCredentials? Root { get; init; }

    /// <summary>The address of the OpenID provider that plays a user pool, by the pool's id.</summary>
    internal ImmutableSortedDictionary<string, string> UserPools { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Users and roles that a file names; null for none.</summary>
    internal Func<IdentityState, DateTimeOffset, IdentityState>? Identities { get; init; }

    /// <summary>How back ends are reached.</summary>
    internal BackEndSettings BackEnds { get; init; } = new();

    /// <summary>Where AWS services are, and who Portico is to them.</summary>
    internal AwsSettings Aws { get; init; } = new();
    /// <summary>Where functions are that are not here; null for nowhere.</summary>
    internal RemoteLambda? RemoteLambda { get; init; }

    /// <summary>Where logs of stages are written.</summary>
    internal LogSettings Logs { get; init; } = new();

    /// <summary>How many requests are kept to be looked at, and how many of a second; null for none.</summary>
    internal (int Requests, int PerSecond)? Inspector { get; init; }

    /// <summary>Machine-readable output.</summary>
    internal bool Json { get; init; }
}
