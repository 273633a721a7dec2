using System.Collections.Immutable;
using Portico.Integrations.Http;
using Portico.Integrations.Http.Targets;
using Portico.Integrations.Http.Upstream;

namespace Portico.Settings;

/// <summary>The keys <c>backEnds</c> and <c>vpcLinks</c> of the settings file.</summary>
internal static class BackEndSettingsReader
{
    private const int DaySeconds = 86_400;

    /// <param name="backEnds">The value of <c>backEnds</c>, or null.</param>
    /// <param name="vpcLinks">The value of <c>vpcLinks</c>, or null.</param>
    /// <exception cref="Failures.CommandFailure">A value is none that could be used; the message names its line.</exception>
    internal static BackEndSettings Read(SettingNode? backEnds, SettingNode? vpcLinks)
    {
        var none = new BackEndSettings();
        var settings = none;
        if (backEnds is { } node)
        {
            node.WithMembers("maxConnections", "maxIdleConnections", "idleTimeout", "connectionLifetime", "connectTimeout", "http2", "targets");
            var defaults = none.Connections;
            settings = settings with
            {
                Connections = defaults with
                {
                    MaxConnections = node["maxConnections"]?.Number(1, 1_000_000) ?? defaults.MaxConnections,
                    MaxIdleConnections = node["maxIdleConnections"]?.Number(0, 1_000_000) ?? defaults.MaxIdleConnections,
                    IdleTimeout = node["idleTimeout"]?.Seconds(1, DaySeconds) ?? defaults.IdleTimeout,
                    ConnectionLifetime = node["connectionLifetime"]?.Seconds(1, DaySeconds) ?? defaults.ConnectionLifetime,
                    ConnectTimeout = node["connectTimeout"]?.Seconds(0.01, 300) ?? defaults.ConnectTimeout,
                    UsesHttp2 = node["http2"]?.Flag() ?? defaults.UsesHttp2,
                },
                Targets = Groups(node["targets"], none.Targets, isLink: false),
            };
        }

        return settings with { VpcLinks = Groups(vpcLinks, none.VpcLinks, isLink: true) };
    }

    private static ImmutableDictionary<string, TargetGroupSettings> Groups(SettingNode? node, ImmutableDictionary<string, TargetGroupSettings> none, bool isLink)
    {
        if (node is not { } groups) return none;
        if (!groups.Node.IsMapping) throw groups.Wrong($"takes a mapping, not {groups.Node.KindName}");
        return none.AddRange(groups.Children.Select(group => KeyValuePair.Create(isLink ? group.Name : BackEnd(group), Group(group, isLink))));
    }

    private static string BackEnd(SettingNode group) =>
        TargetAddress.TryParse(group.Name) is null ? throw group.Wrong("is no back end; name it as integrations do, such as http://orders.internal:8080")
        : group.Name.Contains("://", StringComparison.Ordinal) ? Origin.TryParse(group.Name)!.Value.Origin.ToString()
        : group.Name;

    private static TargetGroupSettings Group(SettingNode node, bool isLink)
    {
        var name = isLink ? $"VPC link {node.Name}" : node.Name;
        if (node.Node.IsSequence) return new TargetGroupSettings { Name = name, Addresses = Addresses(node) };

        node.WithMembers("addresses", "healthCheck", "retry", "circuitBreaker");
        if (isLink && node["addresses"] is null) throw node.Wrong("names no addresses; give a list such as [\"http://10.0.0.5:8080\"]");
        var addresses = node["addresses"] is { } list ? Addresses(list) : [];
        if (addresses.IsEmpty && node["healthCheck"] is { } unasked) throw unasked.Wrong("goes with addresses, of which there are none");
        return new TargetGroupSettings
        {
            Name = name,
            Addresses = addresses,
            HealthCheck = node["healthCheck"] is { } check ? HealthCheck(check) : null,
            Retry = node["retry"] is { } retry ? Retry(retry) : null,
            CircuitBreaker = node["circuitBreaker"] is { } breaker ? CircuitBreaker(breaker) : null,
        };
    }

    private static ImmutableArray<TargetAddress> Addresses(SettingNode node)
    {
        ImmutableArray<TargetAddress> addresses =
        [
            .. node.Items().Select(item => TargetAddress.TryParse(item.Text()) ?? throw node.Wrong($"holds '{item.Text()}', which is no address; give http://HOST:PORT, https://HOST:PORT or HOST:PORT")),
        ];
        return addresses.Length is >= 1 and <= TargetGroupSettings.MaxAddresses ? addresses : throw node.Wrong($"takes 1 to {TargetGroupSettings.MaxAddresses} addresses");
    }

    private static HealthCheckSettings HealthCheck(SettingNode node)
    {
        node.WithMembers("path", "interval", "timeout", "healthyThreshold", "unhealthyThreshold", "statuses", "host");
        var path = node["path"]?.Text() ?? "/";
        if (path[0] != '/') throw node.Wrong($"has the path '{path}', which does not begin with '/'");
        var defaults = new HealthCheckSettings(path);
        var (least, most) = node["statuses"] is { } statuses ? Range(statuses) : (defaults.MinStatus, defaults.MaxStatus);
        return defaults with
        {
            Interval = node["interval"]?.Seconds(0.05, DaySeconds) ?? defaults.Interval,
            Timeout = node["timeout"]?.Seconds(0.05, 300) ?? defaults.Timeout,
            HealthyThreshold = node["healthyThreshold"]?.Number(1, 100) ?? defaults.HealthyThreshold,
            UnhealthyThreshold = node["unhealthyThreshold"]?.Number(1, 100) ?? defaults.UnhealthyThreshold,
            MinStatus = least,
            MaxStatus = most,
            Host = node["host"]?.Text(),
        };
    }

    private static (int Least, int Most) Range(SettingNode node)
    {
        var parts = node.Text().Split('-', StringSplitOptions.TrimEntries);
        return parts.Length is 1 or 2 && int.TryParse(parts[0], out var least) && int.TryParse(parts[^1], out var most) && least is >= 200 and <= 599 && most >= least && most <= 599
            ? (least, most)
            : throw node.Wrong($"takes a status or a range such as 200-399, not '{node.Node}'");
    }

    private static RetrySettings Retry(SettingNode node)
    {
        node.WithMembers("times", "statuses", "delay");
        var defaults = new RetrySettings(node["times"]?.Number(1, 5) ?? 1);
        return defaults with
        {
            Statuses = node["statuses"] is { } statuses ? [.. statuses.Items().Select(item => item.Number(400, 599))] : defaults.Statuses,
            Delay = node["delay"]?.Seconds(0, 10) ?? defaults.Delay,
        };
    }

    private static CircuitBreakerSettings CircuitBreaker(SettingNode node)
    {
        node.WithMembers("failures", "open");
        return new CircuitBreakerSettings(node["failures"]?.Number(1, 10_000) ?? 5, node["open"]?.Seconds(0.05, DaySeconds) ?? TimeSpan.FromSeconds(30));
    }
}
