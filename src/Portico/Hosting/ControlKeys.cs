using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Portico.Aws.Policies;
using Portico.DataPlane.Callers;

namespace Portico.Hosting;

/// <summary>The condition keys of a control call.</summary>
internal sealed class ControlKeys(HttpContext context, Caller? caller, string region, DateTimeOffset now) : IConditionKeys
{
    public ConditionValues Find(string key) => key switch
    {
        "aws:currenttime" => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "aws:epochtime" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "aws:referer" => context.Request.Headers.Referer.LastOrDefault(),
        "aws:requestedregion" => region,
        "aws:securetransport" => context.Request.IsHttps ? "true" : "false",
        "aws:sourceip" => (context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress ?? IPAddress.Loopback).ToString(),
        "aws:useragent" => context.Request.Headers.UserAgent.LastOrDefault(),
        _ => CallerKeys.Find(key, caller),
    };
}
