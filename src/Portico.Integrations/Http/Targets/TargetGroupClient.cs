using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http.Targets;

/// <summary>
/// Calls the addresses of a group: another one where a connection does not come about, and again where its settings say so. All tries together keep the
/// time limit of the one call that they are.
/// </summary>
internal sealed class TargetGroupClient(IUpstreamClient inner, TargetGroup group, TimeProvider time) : IUpstreamClient
{
    private readonly int _times = group.Settings.Retry?.Times ?? 0;

    public async ValueTask<UpstreamResponse> SendAsync(UpstreamRequest request, HeaderList responseHeaders)
    {
        var started = time.GetTimestamp();
        var repeats = _times;
        ulong tried = 0;
        UpstreamException? before = null;
        while (true)
        {
            var now = Now();
            if (group.Pick(ref tried, now) is not { } target)
            {
                throw before ?? new UpstreamException(UpstreamError.CutOff, $"no address of {group.Settings.Name} is called at present, after failures in a row");
            }

            var way = target.For(request.Origin);
            var left = request.TimeLimit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) throw before ?? new UpstreamException(UpstreamError.Timeout, $"{way.Address} did not answer in time");
            try
            {
                var answer = await inner.SendAsync(request with { Origin = way, TimeLimit = left }, responseHeaders);
                target.Answered(answer.Status, Now());
                if (repeats == 0 || !request.IsRepeatable || !group.Settings.Retry!.Statuses.Contains(answer.Status)) return answer;
                answer.Dispose();
                responseHeaders.Clear();
            }
            catch (UpstreamException exception) when (exception.Error is not (UpstreamError.RequestTooLarge or UpstreamError.RequestBroken))
            {
                target.Failed(way, exception, Now());

                // Nothing was sent yet: whatever the method, another address may have it.
                var nothingWasSent = exception.Error is UpstreamError.Connect or UpstreamError.NameResolution or UpstreamError.Tls;
                before = exception;
                if (nothingWasSent && HasOther(tried)) continue;
                if (repeats == 0 || exception.Error == UpstreamError.Timeout || !(nothingWasSent || request.IsRepeatable)) throw;
            }

            repeats--;
            tried = 0;
            if (group.Settings.Retry!.Delay > TimeSpan.Zero) await Task.Delay(group.Settings.Retry.Delay, time);
        }
    }

    private bool HasOther(ulong tried) => System.Numerics.BitOperations.PopCount(tried) < group.Targets.Length;

    private long Now() => (long)time.GetElapsedTime(0).TotalMilliseconds;
}
