namespace Portico.DataPlane.Observation;

/// <summary>What a set of metrics is about: CloudWatch's dimensions.</summary>
/// <param name="ApiName">The API's name, without letters beyond ASCII; its id where nothing is left.</param>
/// <param name="Stage">The stage, with <c>/Canary</c> for its canary.</param>
/// <param name="Method">The method of detailed metrics, or null for the whole stage.</param>
/// <param name="Resource">Its resource's path, or null likewise.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html"/>
public sealed record MetricDimensions(string ApiName, string Stage, string? Method = null, string? Resource = null)
{
    /// <summary>A name as CloudWatch shows it.</summary>
    public static string NameOf(string apiName, string apiId)
    {
        var name = string.Concat(apiName.Where(char.IsAscii));
        return string.IsNullOrWhiteSpace(name) ? apiId : name;
    }
}
