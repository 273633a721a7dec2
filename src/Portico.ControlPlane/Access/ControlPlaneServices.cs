using Portico.Aws;
using Portico.ControlPlane.ClientCertificates;
using Portico.ControlPlane.Operations;
using Portico.ControlPlane.TestInvocations;
using Portico.Model.Accounts;
using Portico.Model.Findings;
using Portico.Model.Identifiers;
using Portico.Model.Rest;
using Portico.Protocol;
using Portico.Storage;

namespace Portico.ControlPlane.Access;

/// <summary>What the control plane works with; the host gives it.</summary>
public sealed record ControlPlaneServices
{
    public required Catalog Catalog { get; init; }

    /// <summary>What was used of the usage plans; where requests are served, with what is not written yet. By default what is stored.</summary>
    public IUsageLedger Usage { get => field ?? Catalog.Usage; init; }

    /// <summary>What all APIs take together: requests per second and at once, as GetAccount shows them.</summary>
    public (double Rate, int Burst) AccountThrottle { get; init; } = (AccountSettings.RateLimit, AccountSettings.BurstLimit);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IIdentifierSource Identifiers { get; init; } = new RandomIdentifiers();

    /// <summary>Where values of API keys come from that are to be made.</summary>
    public Func<string> NewApiKeyValue { get; init; } = ApiKeyValues.Random;

    /// <summary>Twelve digits; stands in ARNs and error texts when the caller's is not known.</summary>
    public string AccountId { get; init; } = "000000000000";

    /// <summary>The region of a call whose signature names none.</summary>
    public string DefaultRegion { get; init; } = "us-east-1";

    /// <summary>
    /// What stands against serving a definition. Findings of severity Error refuse the deployment and the stage that would run it.
    /// Called for each deployment, within a change of the catalog: it must not change anything, and may run again.
    /// </summary>
    public Func<RestApiDefinition, IReadOnlyList<Finding>> CheckDeployment { get; init; } = _ => [];

    /// <summary>Whether a JSON object is a schema that bodies can be held against; what its references to other models lead to does not count.</summary>
    public Func<string, bool> IsSchema { get; init; } = _ => true;

    /// <summary>Where client certificates come from: the moment from which one holds, to the certificate and its private key, both PEM.</summary>
    public Func<DateTimeOffset, (string Certificate, string PrivateKey)> NewClientCertificate { get; init; } = GeneratedCertificate.Create;

    /// <summary>Runs methods that are not deployed; without it TestInvokeMethod is not there.</summary>
    public ITestInvocations? TestInvocations { get; init; }

    /// <summary>Empties the response cache of a stage: API, stage.</summary>
    public Action<string, string>? FlushCache { get; init; }

    /// <summary>Fetches a truststore: its URI, and its version or null. What it throws refuses the call.</summary>
    public Func<string, string?, CancellationToken, ValueTask<string>> ReadTruststore { get; init; } =
        (uri, _, _) => throw ServiceException.BadRequest($"The truststore {uri} cannot be read: there is no way to it here");

    /// <summary>Why a security policy cannot be kept to on this machine; null where it can.</summary>
    public Func<string, string?> ObjectionToSecurityPolicy { get; init; } = _ => null;

    /// <summary>Where a stage is called, without a slash at its end: API, stage, region. By default AWS's address.</summary>
    public Func<string, string, string, string> InvokeUrl { get; init; } = (apiId, stage, region) => $"https://{apiId}.execute-api.{region}.amazonaws.com/{stage}";

    /// <summary>Forgets what authorizers of a stage said: API, stage.</summary>
    public Action<string, string>? FlushAuthorizers { get; init; }

    /// <summary>Told of each definition that was imported, after it was stored; what it throws fails the call.</summary>
    public Action<ImportedDefinition>? OnImported { get; init; }

    /// <summary>Told of each exception that no operation meant to throw: operation, request id, exception.</summary>
    public Action<string, string, Exception>? OnUnexpected { get; init; }

    /// <summary>Told of each member of a call that was sent and had no say in it: operation, members.</summary>
    public Action<string, IReadOnlyList<string>>? OnUnread { get; init; }

    public Func<string> NewRequestId { get; init; } = RequestIdentifiers.Random;

    /// <summary>The API with its policy as AWS keeps it, for the account and region that calls of it are held against.</summary>
    /// <param name="before">The API before this call, or null.</param>
    internal RestApi WithPolicy(OperationCall call, RestApi api, RestApi? before)
    {
        var policy = string.IsNullOrEmpty(api.Policy) ? null : ResourcePolicyRules.Expanded(api.Policy, DefaultRegion, AccountId, api.Id);
        if (policy != (string.IsNullOrEmpty(before?.Policy) ? null : before.Policy)) call.Require(ApiGatewayPermissions.UpdateRestApiPolicy);
        return policy is null ? api : api with { Policy = policy };
    }
}
