using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Portico.Aws.Signing;
using Portico.Failures;
using Portico.Functions;
using Portico.Hosting;
using Portico.Model.Accounts;
using Portico.Settings;
using Portico.Tls;

namespace Portico.CommandLine;

/// <summary>
/// The options that <c>run</c> and <c>serve</c> share, one row each: name, place in <c>portico.yaml</c>, environment variable,
/// meaning. The command line wins, then the environment, then the file.
/// </summary>
internal sealed class HostOptions
{
    private readonly Option<string?> _gatewayUrls = new("--gateway-urls") { Description = "Where API calls are answered; several separated by ';'. Default http://127.0.0.1:8080" };
    private readonly Option<string?> _controlUrl = new("--control-url") { Description = "Where AWS's control APIs are answered. Default http://127.0.0.1:4566" };
    private readonly Option<string?> _data = new("--data") { Description = "Folder for everything durable. Default: none for run, ./portico-data for serve" };
    private readonly Option<string?> _store = new("--store") { Description = "sqlite (default where there is a data folder) or memory" };
    private readonly Option<string?> _state = new("--state") { Description = "What nodes share and may lose: local (default)" };
    private readonly Option<string?> _region = new("--region") { Description = "Region in ARNs when a call's signature names none. Default us-east-1" };
    private readonly Option<string?> _account = new("--account") { Description = "Account in ARNs, twelve digits. Default 000000000000" };
    private readonly Option<string?> _rateLimit = new("--rate-limit") { Description = "Requests per second that all APIs take together; -1 for no limit. Default no limit; 10000 when only the burst is set" };
    private readonly Option<string?> _burstLimit = new("--burst-limit") { Description = "Requests that all APIs take at once; -1 for no limit. Default 5000 when a rate is set" };
    private readonly Option<string?> _auth = new("--auth") { Description = "Who may call the control plane: open (default on loopback, and only there) or sigv4 (default elsewhere)" };
    private readonly Option<string?> _identities = new("--identities") { Description = "File of users and roles: who may sign calls, and what he may do" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "Certificate of https addresses for names that have none of their own: PEM with its key, FILE or 'CERTIFICATE;KEY'" };
    private readonly Option<bool> _json = new("--json") { Description = "Machine-readable output" };

    internal Option<string?> Certificate => _certificate;

    internal Option<bool> Json => _json;

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _gatewayUrls, _controlUrl, _data, _store, _state, _region, _account, _rateLimit, _burstLimit, _auth, _identities, _certificate, _json }) command.Options.Add(option);
    }

    /// <summary>Settles and checks them.</summary>
    /// <exception cref="CommandFailure">One of them is wrong, or asks for what is not there yet.</exception>
    internal HostSettings Settle(ParseResult result, SettingsFile file, string? defaultDataFolder)
    {
        var values = new SettingValues(result, file);
        var certificate = values.Get(_certificate, "certificate") is { } files ? CertificateFile.Parse(files) : null;
        if (values.Get(_state, "state") is { } state and not "local")
        {
            throw state.StartsWith("redis://", StringComparison.Ordinal) ? CommandFailure.NotThereYet($"--state {state}: shared state in Redis") : CommandFailure.Usage($"--state '{state}' is not local");
        }

        var gateway = (values.Get(_gatewayUrls, "gateway:urls") ?? "http://127.0.0.1:8080").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (gateway.Length == 0) throw CommandFailure.Usage("--gateway-urls names no address; give one such as http://127.0.0.1:8080");
        if (certificate is null && gateway.FirstOrDefault(ListenAddress.IsHttps) is { } secure) throw CommandFailure.Usage($"--gateway-urls '{secure}' needs a certificate; give one by --certificate FILE (PEM, with its key), or 'CERTIFICATE;KEY'");
        var control = ListenAddress.Parse("--control-url", values.Get(_controlUrl, "control:url") ?? "http://127.0.0.1:4566");
        var auth = Auth(values.Get(_auth, "auth"), control);
        var identities = values.Get(_identities, "identities") is { } path ? IdentitiesFile.Read(path) : null;
        var store = values.Get(_store, "store");
        CheckStore(store);
        var data = values.Get(_data, "data") ?? defaultDataFolder;
        if (store == "sqlite" && data is null) throw CommandFailure.Usage("--store sqlite needs a folder: give --data DIR");
        var account = values.Get(_account, "account") ?? "000000000000";
        if (account.Length != 12 || !account.All(char.IsAsciiDigit)) throw CommandFailure.Usage($"--account '{account}' is not an account id; give twelve digits");

        var region = values.Get(_region, "region") ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        return new HostSettings
        {
            GatewayEndpoints = [.. gateway.Where(url => !ListenAddress.IsHttps(url)).Select(url => ListenAddress.Parse("--gateway-urls", url, "http"))],
            TlsEndpoints = [.. gateway.Where(ListenAddress.IsHttps).Select(url => ListenAddress.Parse("--gateway-urls", url, "https"))],
            Certificate = certificate,
            TruststoreFolder = file.Get("truststores"),
            ControlEndpoint = control,
            DataFolder = data,
            StoresInMemory = store == "memory",
            Region = region,
            RemoteLambda = RemoteLambda.FromEnvironment(Environment.GetEnvironmentVariable, region, file.Aws.Endpoints.GetValueOrDefault("lambda"), control),
            AccountId = account,
            RateLimit = RateLimit(values.Get(_rateLimit, "throttle:rateLimit"), values.Get(_burstLimit, "throttle:burstLimit"), out var burst),
            BurstLimit = burst,
            Auth = auth,
            Root = Root(),
            Identities = identities is null ? null : identities.Apply,
            Json = result.GetValue(_json),
            BackEnds = file.BackEnds,
            Aws = file.Aws,
            UserPools = file.UserPools,
            CanaryHeader = file.Get("canary:stickyHeader") is { Length: > 0 } header ? header : null,
            Logs = file.Logs with { Folder = file.Logs.Folder ?? (data is null ? null : Path.Combine(data, "logs")) },

            // Whoever runs a definition wants to see what happens; a server keeps requests of others only when it is told to.
            Inspector = file.Inspector ?? (defaultDataFolder is null ? (LogSettingsReader.DefaultRequests, LogSettingsReader.DefaultPerSecond) : null),
        };
    }

    // -1 in either place lifts the limit, as in the settings of a stage.
    private static double? RateLimit(string? rateText, string? burstText, out int burst)
    {
        burst = AccountSettings.BurstLimit;
        var rate = AccountSettings.RateLimit;
        if (rateText is not null && (!double.TryParse(rateText, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) || !(rate >= 0 || rate == -1) || double.IsInfinity(rate)))
        {
            throw CommandFailure.Usage($"--rate-limit '{rateText}' is no number of requests per second; give one from 0, or -1 for no limit");
        }

        if (burstText is not null && (!int.TryParse(burstText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out burst) || burst < -1))
        {
            throw CommandFailure.Usage($"--burst-limit '{burstText}' is no number of requests; give a whole one from 0, or -1 for no limit");
        }

        return (rateText is null && burstText is null) || rate < 0 || burst < 0 ? null : rate;
    }

    private static ControlAuth Auth(string? auth, IPEndPoint control)
    {
        var isLoopback = IPAddress.IsLoopback(control.Address);
        return auth switch
        {
            "sigv4" => ControlAuth.SigV4,
            null => isLoopback ? ControlAuth.Open : ControlAuth.SigV4,
            "open" when isLoopback => ControlAuth.Open,
            "open" => throw CommandFailure.Usage($"--auth open on {ListenAddress.Url(control)} is refused: without signatures the control plane answers on loopback only"),
            _ => throw CommandFailure.Usage($"--auth '{auth}' is neither open nor sigv4"),
        };
    }

    // Whoever starts the server is its root user, with the key that his own tools sign with.
    private static AwsCredentials? Root() =>
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new AwsCredentials(id, secret, Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null)
            : null;

    private static void CheckStore(string? store)
    {
        if (store is null or "memory" or "sqlite") return;
        throw store.StartsWith("postgres", StringComparison.Ordinal) ? CommandFailure.NotThereYet($"--store {Masked(store)}: PostgreSQL") : CommandFailure.Usage($"--store '{store}' is neither sqlite nor memory");
    }

    // A connection string holds a password.
    private static string Masked(string store) => store[..(store.IndexOf(':', StringComparison.Ordinal) + 1)] + "//...";
}
