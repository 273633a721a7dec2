using System.Text;
using Portico.DataPlane.Context;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Mapping;

/// <summary>The right side of a parameter mapping, ready to be read: the kind was settled when the stage was activated.</summary>
public abstract class ValueSource
{
    /// <summary>Reads the value for this request.</summary>
    /// <param name="invocation">The request.</param>
    /// <param name="value">The value, or null when the request has none; the mapping is then left out.</param>
    /// <returns>Null, or the failure that reading led to.</returns>
    public abstract GatewayFault? Read(Invocation invocation, out string? value);

    public static ValueSource Literal(string text) => new Constant(text);

    /// <summary>A source that no request has, such as a header that never reaches the mapping.</summary>
    public static ValueSource Nothing { get; } = new Constant(null);

    /// <summary>The last value of a header of the client's, names compared without case.</summary>
    public static ValueSource Header(string name) => new Computed(i => i.Request.Header(name));

    public static ValueSource AllHeaderValues(string name) =>
        new Computed(i => i.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values.ToString() : null);

    /// <summary>A path variable, decoded unless it is greedy.</summary>
    public static ValueSource Path(string name) => new Computed(i => i.PathValue(name));

    /// <summary>A path variable as sent, for places in a path.</summary>
    public static ValueSource RawPath(string name) => new Computed(i => i.RawPathValue(name));

    public static ValueSource QueryString(string name) => new Computed(i => i.Request.QueryValue(name));

    public static ValueSource AllQueryStringValues(string name) => new Computed(i =>
    {
        string? joined = null;
        foreach (var (candidate, value) in i.Request.Query)
        {
            if (string.Equals(candidate, name, StringComparison.Ordinal)) joined = joined is null ? value : $"{joined},{value}";
        }

        return joined;
    });

    public static ValueSource Context(string name) => ContextVariables.Find(name) is { } read ? new Computed(read) : Nothing;

    /// <summary>The whole body of the client.</summary>
    public static ValueSource RequestBody { get; } = new Computed(i => i.Body.Length == 0 ? null : Encoding.UTF8.GetString(i.Body.Span));

    /// <summary>The last value of a header of the back end's answer.</summary>
    public static ValueSource IntegrationHeader(string name) => new Computed(i => i.Integration.ResponseHeaders.Last(name));

    public static ValueSource AllIntegrationHeaderValues(string name) => new Computed(i => i.Integration.ResponseHeaders.Joined(name));

    /// <summary>The whole body of the back end's answer.</summary>
    public static ValueSource IntegrationBody { get; } =
        new Computed(i => i.Integration.ResponseBody.Length == 0 ? null : Encoding.UTF8.GetString(i.Integration.ResponseBody.Span));

    private sealed class Constant(string? text) : ValueSource
    {
        public override GatewayFault? Read(Invocation invocation, out string? value)
        {
            value = text;
            return null;
        }
    }

    private sealed class Computed(Func<Invocation, string?> read) : ValueSource
    {
        public override GatewayFault? Read(Invocation invocation, out string? value)
        {
            value = read(invocation);
            return null;
        }
    }
}
