using System.Collections.Immutable;
using System.Globalization;
using Portico.Definitions.Text;
using Portico.Failures;
using Portico.Model.Usage;

namespace Portico.CommandLine;

/// <summary>A usage plan of <c>portico.yaml</c>: what <c>portico run</c> makes for the APIs that it serves.</summary>
/// <param name="Place">File, line and pointer, for messages.</param>
/// <param name="Keys">Values by name. Secrets.</param>
internal sealed record UsagePlanSetting(string Name, string Place, ThrottleSettings? Throttle, QuotaSettings? Quota, ImmutableArray<(string Name, string Value)> Keys)
{
    /// <exception cref="CommandFailure">Something in it is unknown or of the wrong kind.</exception>
    internal static UsagePlanSetting Read(SourceNode node, string path)
    {
        Members(node, path, "throttle", "quota", "keys");
        return new(
            node.Name,
            node.KeyPlace(path).ToString(),
            node["throttle"] is { } throttle ? ThrottleOf(throttle, path) : null,
            node["quota"] is { } quota ? QuotaOf(quota, path) : null,
            node["keys"] is { } keys ? [.. Mapping(keys, path).Children.Select(key => (key.Name, Scalar(key, path).Text))] : []);
    }

    private static ThrottleSettings ThrottleOf(SourceNode node, string path)
    {
        Members(node, path, "rateLimit", "burstLimit");
        return new ThrottleSettings(Whole(Needed(node, "burstLimit", path), path), Number(Needed(node, "rateLimit", path), path));
    }

    private static QuotaSettings QuotaOf(SourceNode node, string path)
    {
        Members(node, path, "limit", "period", "offset");
        return new QuotaSettings(Whole(Needed(node, "limit", path), path), node["offset"] is { } offset ? Whole(offset, path) : 0, Needed(node, "period", path).Text);
    }

    private static void Members(SourceNode node, string path, params string[] names)
    {
        if (Mapping(node, path).Children.FirstOrDefault(child => !names.Contains(child.Name)) is { } unknown)
        {
            throw CommandFailure.BadInput($"{unknown.KeyPlace(path)}: '{unknown.Name}' is no setting of '{node.Name}'; there are {string.Join(", ", names)}");
        }
    }

    private static SourceNode Mapping(SourceNode node, string path) =>
        node.IsMapping ? node : throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' takes a mapping, not {node.KindName}");

    private static SourceNode Scalar(SourceNode node, string path) =>
        node is { IsScalar: true, IsNull: false } ? node : throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' takes a text, not {node.KindName}");

    private static SourceNode Needed(SourceNode node, string name, string path) => node[name] is { } found
        ? Scalar(found, path)
        : throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' has no {name}");

    private static int Whole(SourceNode node, string path) => int.TryParse(Scalar(node, path).Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' takes a whole number from 0, not '{node.Text}'");

    private static double Number(SourceNode node, string path) => double.TryParse(Scalar(node, path).Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
        ? number
        : throw CommandFailure.BadInput($"{node.Place(path)}: '{node.Name}' takes a number from 0, not '{node.Text}'");
}
