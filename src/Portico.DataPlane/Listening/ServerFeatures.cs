using Microsoft.AspNetCore.Http.Features;

namespace Portico.DataPlane.Listening;

/// <summary>
/// The server's features without a generic virtual call for each: Kestrel's collection is its own request and response, so a
/// cast finds them; any other collection is asked.
/// </summary>
internal static class ServerFeatures
{
    internal static IHttpRequestFeature Request(this IFeatureCollection features) => features as IHttpRequestFeature ?? features.GetRequiredFeature<IHttpRequestFeature>();

    internal static IHttpResponseFeature Response(this IFeatureCollection features) => features as IHttpResponseFeature ?? features.GetRequiredFeature<IHttpResponseFeature>();

    internal static IHttpResponseBodyFeature ResponseBody(this IFeatureCollection features) => features as IHttpResponseBodyFeature ?? features.GetRequiredFeature<IHttpResponseBodyFeature>();
}
