using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Targets;
using Portico.Integrations.Http.Upstream;
using Portico.Model.Accounts;

namespace Portico.Integrations.Http;

/// <summary>The way to all HTTP back ends of a gateway: its connections, the groups of targets, and the certificates that are shown.</summary>
public sealed class BackEnds : IUpstreamClient, IDisposable
{
    private readonly TimeProvider _time;
    private readonly IDisposable _owned;
    private readonly IUpstreamClient _client;
    private readonly ImmutableDictionary<string, TargetGroup> _targets;
    private readonly ImmutableDictionary<string, TargetGroup> _links;
    private readonly ConcurrentDictionary<string, ClientIdentity?> _identities = new(StringComparer.Ordinal);
    private ImmutableArray<HealthChecker> _checkers = [];

    /// <param name="settings">The operator's.</param>
    /// <param name="time">Keeps time limits.</param>
    /// <param name="logger">Hears which targets are not called, and why.</param>
    public BackEnds(BackEndSettings settings, TimeProvider time, ILogger<BackEnds> logger)
    {
        _time = time;
        var own = new HttpUpstream(time, settings.Connections);
        (_client, _owned) = settings.Connections.UsesHttp2 ? Negotiating(own) : (own, own);
        _targets = settings.Targets.ToImmutableDictionary(pair => pair.Key, pair => new TargetGroup(pair.Value, logger), StringComparer.OrdinalIgnoreCase);
        _links = settings.VpcLinks.ToImmutableDictionary(pair => pair.Key, pair => new TargetGroup(pair.Value, logger), StringComparer.Ordinal);

        (IUpstreamClient Client, IDisposable Owned) Negotiating(HttpUpstream plain)
        {
            var both = new NegotiatingUpstream(plain, new FrameworkUpstream(time, settings.Connections));
            return (both, both);
        }
    }

    /// <summary>Finds a client certificate of the account.</summary>
    public Func<string, ClientCertificate?> FindClientCertificate { get; init; } = static _ => null;

    /// <summary>Finds a VPC link of the account.</summary>
    public Func<string, Model.Accounts.VpcLink?> FindVpcLink { get; init; } = static _ => null;

    /// <summary>Begins to ask targets whether they are well. Until then all are taken to be.</summary>
    public void StartHealthChecks() =>
        _checkers = [.. _targets.Values.Concat(_links.Values).Where(group => group.Settings.HealthCheck is not null).Select(group => new HealthChecker(_client, group, group.Settings.HealthCheck!, _time))];

    /// <summary>Sends to whom the request names, or to a target that stands for it.</summary>
    public ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders) =>
        GroupOf(request.Origin) is { } group ? new TargetGroupClient(_client, group, _time).SendAsync(request, responseHeaders) : _client.SendAsync(request, responseHeaders);

    /// <summary>The client for the calls of one integration: what is settled by its URI is settled here.</summary>
    public IUpstreamClient ClientFor(UriTemplate uri)
    {
        if (_targets.IsEmpty) return _client;
        if (uri.FixedOrigin is not { } origin) return this;
        return GroupOf(origin) is { } group ? new TargetGroupClient(_client, group, _time) : _client;
    }

    /// <summary>The client for calls through a VPC link.</summary>
    /// <param name="names">What the link may be called in the settings; the first that is there counts.</param>
    /// <returns>Null when the settings know none of the names.</returns>
    internal IUpstreamClient? ClientForLink(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (_links.TryGetValue(name, out var group)) return new TargetGroupClient(_client, group, _time);
        }

        return null;
    }

    /// <summary>The certificate of that identifier, ready to be shown; null when there is none that could be.</summary>
    internal ClientIdentity? IdentityOf(string clientCertificateId) =>
        _identities.TryGetValue(clientCertificateId, out var known)
            ? known
            : FindClientCertificate(clientCertificateId) is { } certificate
                ? _identities.GetOrAdd(clientCertificateId, static (id, found) => ClientIdentity.TryCreate(id, found.PemEncodedCertificate, found.PrivateKey), certificate)
                : null;

    public void Dispose()
    {
        foreach (var checker in _checkers) checker.Dispose();
        _owned.Dispose();
    }

    private TargetGroup? GroupOf(Origin origin) =>
        _targets.IsEmpty ? null : _targets.GetValueOrDefault(origin.Authority) ?? _targets.GetValueOrDefault($"{origin.Scheme}://{origin.Authority}");
}
