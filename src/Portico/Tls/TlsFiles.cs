using Microsoft.Extensions.Logging;
using Portico.Aws;
using Portico.Failures;
using Portico.Model.Certificates;
using Portico.Model.Domains;
using Portico.Storage;

namespace Portico.Tls;

/// <summary>
/// Follows the files that TLS depends on: the certificate of <c>--certificate</c>, and truststores that are files here. What is broken leaves
/// what was there before. Truststores in S3 are asked for when they are named, as AWS does.
/// </summary>
internal sealed class TlsFiles : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly CertificateFile? _certificate;
    private readonly Action<CertificateMaterial> _onCertificate;
    private readonly TruststoreSource _truststores;
    private readonly Catalog _catalog;
    private readonly TimeProvider _time;
    private readonly ILogger<TlsFiles> _logger;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, DateTime> _seen = new(StringComparer.Ordinal);
    private (DateTime, DateTime)? _certificateStamp;

    internal TlsFiles(CertificateFile? certificate, Action<CertificateMaterial> onCertificate, TruststoreSource truststores, Catalog catalog, TimeProvider time, ILogger<TlsFiles> logger)
    {
        _certificate = certificate;
        _certificateStamp = certificate?.Stamp;
        _onCertificate = onCertificate;
        _truststores = truststores;
        _catalog = catalog;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static state => _ = ((TlsFiles)state!).CheckAsync(), this, Every, Every);
    }

    /// <summary>Takes over what has changed since the last look.</summary>
    internal async Task CheckAsync()
    {
        if (!await _turn.WaitAsync(0)) return;
        try
        {
            CheckCertificate();
            foreach (var domain in _catalog.Account.Present.DomainNames.Values)
            {
                if (domain.MutualTls is { } mutual && _truststores.FileOf(mutual.TruststoreUri) is { } path) await CheckTruststoreAsync(domain, mutual, path);
            }
        }
        catch (Exception exception)
        {
            TlsLog.Unexpected(_logger, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _turn.WaitAsync();
        _turn.Dispose();
    }

    private void CheckCertificate()
    {
        if (_certificate is null || _certificate.Stamp == _certificateStamp) return;
        _certificateStamp = _certificate.Stamp;
        try
        {
            _onCertificate(_certificate.Read(_time.GetUtcNow()));
        }
        catch (CommandFailure failure)
        {
            TlsLog.CertificateNotTaken(_logger, failure.Message);
        }
    }

    private async Task CheckTruststoreAsync(DomainName domain, MutualTlsAuthentication mutual, string path)
    {
        var stamp = File.GetLastWriteTimeUtc(path);
        if (_seen.TryGetValue(path, out var seen) && seen == stamp) return;
        _seen[path] = stamp;
        try
        {
            var bundle = await _truststores.ReadAsync(mutual.TruststoreUri, null, CancellationToken.None);
            if (bundle == mutual.Bundle) return;
            var next = mutual with { Bundle = bundle, Warnings = Truststore.Read(bundle, _time.GetUtcNow()).Warnings };
            await _catalog.Account.ChangeAsync(
                entry => entry.DomainNames.GetValueOrDefault(domain.Key) is { MutualTls: { } present } same && present.TruststoreUri == next.TruststoreUri
                    ? (entry with { DomainNames = entry.DomainNames.SetItem(same.Key, same with { MutualTls = next }) }, true)
                    : (entry, false),
                CancellationToken.None);
        }
        catch (ServiceException refusal)
        {
            TlsLog.TruststoreNotTaken(_logger, domain.Name, refusal.Message);
        }
    }
}

internal static partial class TlsLog // ids 5200-5299
{
    [LoggerMessage(EventId = 5201, Level = LogLevel.Warning, EventName = "CertificateNotTaken", Message = "The changed certificate is not taken over, the one before it goes on: {Reason}")]
    internal static partial void CertificateNotTaken(ILogger logger, string reason);

    [LoggerMessage(EventId = 5202, Level = LogLevel.Warning, EventName = "TruststoreNotTaken", Message = "The changed truststore of {DomainName} is not taken over, the one before it goes on: {Reason}")]
    internal static partial void TruststoreNotTaken(ILogger logger, string domainName, string reason);

    [LoggerMessage(EventId = 5203, Level = LogLevel.Error, EventName = "TlsFilesFailed", Message = "Following the files of TLS failed; it is tried again")]
    internal static partial void Unexpected(ILogger logger, Exception exception);
}
