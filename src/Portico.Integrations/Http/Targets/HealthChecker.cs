using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http.Targets;

/// <summary>Asks the addresses of one group, again and again, whether they are well.</summary>
internal sealed class HealthChecker : IDisposable
{
    private readonly IUpstreamClient _client;
    private readonly TargetGroup _group;
    private readonly HealthCheckSettings _settings;
    private readonly ITimer _timer;
    private int _isRunning;

    internal HealthChecker(IUpstreamClient client, TargetGroup group, HealthCheckSettings settings, TimeProvider time)
    {
        _client = client;
        _group = group;
        _settings = settings;
        _timer = time.CreateTimer(static state => ((HealthChecker)state!).Begin(), this, TimeSpan.Zero, settings.Interval);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Asks every address once.</summary>
    internal async Task CheckAsync()
    {
        foreach (var target in _group.Targets)
        {
            if (target.Address is { } address) await CheckAsync(target, address);
        }
    }

    private void Begin()
    {
        // A round that takes longer than the interval is not joined by a second one.
        if (Interlocked.Exchange(ref _isRunning, 1) == 0) _ = RunAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            await CheckAsync();
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private async Task CheckAsync(Target target, TargetAddress address)
    {
        var isTls = address.IsTls ?? false;
        var own = new Origin(isTls, address.Host, address.Port ?? (isTls ? 443 : 80));
        var named = _settings.Host is { } host ? new Origin(isTls, host, own.Port) : null;
        var headers = new HeaderList();
        headers.Add("User-Agent", "Portico-HealthCheck");
        headers.Add("Accept", "*/*");
        try
        {
            using var answer = await _client.SendAsync(
                new UpstreamRequest
                {
                    Origin = named is null ? own : new Origin(isTls, own.Host, own.Port, null, named),
                    Method = "GET",
                    Target = _settings.Path,
                    Headers = headers,
                    TimeLimit = _settings.Timeout,
                },
                new HeaderList());
            var isGood = answer.Status >= _settings.MinStatus && answer.Status <= _settings.MaxStatus;
            target.Checked(isGood, $"{_settings.Path} answered {answer.Status}", _settings);
        }
        catch (UpstreamException exception)
        {
            target.Checked(isGood: false, exception.Message, _settings);
        }
    }
}
