using System.Globalization;
using System.Net;
using System.Text;
using Portico.Aws;

namespace Portico.Protocol.Query;

/// <summary>The parameters of a call in the Query protocol: a form, sent as the body or as the query.</summary>
/// <seealso href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html"/>
public sealed class QueryParameterSet
{
    // More than any operation takes.
    private const int MaxPairs = 1000;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="ServiceException">There are too many.</exception>
    public static QueryParameterSet Parse(string query, ReadOnlySpan<byte> body)
    {
        var set = new QueryParameterSet();
        set.Add(query);
        set.Add(Encoding.UTF8.GetString(body));
        return set;
    }

    /// <summary>Null when it was not sent.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="ServiceException">It was not sent, or is empty.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } value
        ? value
        : throw new ServiceException(400, "ValidationError", $"1 validation error detected: Value null at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null");

    /// <exception cref="ServiceException">It is no number of the range.</exception>
    public int Number(string name, int defaultValue, int least, int most)
    {
        if (Text(name) is not { } text) return defaultValue;
        var at = $"{char.ToLowerInvariant(name[0])}{name[1..]}";
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) throw new ServiceException(400, "MalformedInput", $"'{text}' at '{at}' is no number");
        if (value < least) throw new ServiceException(400, "ValidationError", $"1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: Member must have value greater than or equal to {least}");
        if (value > most) throw new ServiceException(400, "ValidationError", $"1 validation error detected: Value '{value}' at '{at}' failed to satisfy constraint: Member must have value less than or equal to {most}");
        return value;
    }

    private void Add(string form)
    {
        foreach (var range in form.AsSpan().Split('&'))
        {
            var pair = form.AsSpan(range);
            if (pair.IsEmpty) continue;
            if (_values.Count == MaxPairs) throw new ServiceException(400, "MalformedQueryString", $"There are more than {MaxPairs} parameters");
            var mark = pair.IndexOf('=');
            var name = WebUtility.UrlDecode((mark < 0 ? pair : pair[..mark]).ToString());
            _values[name] = mark < 0 ? "" : WebUtility.UrlDecode(pair[(mark + 1)..].ToString());
        }
    }
}
