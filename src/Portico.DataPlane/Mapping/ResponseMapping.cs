using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Portico.DataPlane.Mapping;

/// <summary>One integration response, compiled.</summary>
public sealed class ResponseMapping
{
    /// <summary>The status that the client gets.</summary>
    public required int Status { get; init; }

    /// <summary>Must match the whole text; null for the default response.</summary>
    public Regex? SelectionPattern { get; init; }

    public ImmutableArray<MappedParameter> Headers { get; init; } = [];

    public TemplateSet Templates { get; init; } = TemplateSet.Empty;

    public ContentHandling ContentHandling { get; init; }

    /// <summary>Why this response cannot be used, in AWS's wording, or null when it can.</summary>
    public string? ConfigurationError { get; init; }
}

/// <summary>Chooses among the integration responses of a method: by ascending status, first match wins, then the default.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html"/>
public sealed class ResponseSelector
{
    // A pattern over a hostile text must end; what takes longer than this does not match.
    public static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(100);

    private const int Statuses = 600;

    private readonly ImmutableArray<ResponseMapping> _patterns;
    private readonly ResponseMapping? _default;

    // Statuses repeat, so their choice is remembered; made with the first call, since most methods of a large API are hardly
    // ever called. A race writes the same reference twice.
    private ResponseMapping?[]? _byStatus;

    public ResponseSelector(IEnumerable<ResponseMapping> mappings)
    {
        var sorted = mappings.OrderBy(mapping => mapping.Status).ToImmutableArray();
        _patterns = [.. sorted.Where(mapping => mapping.SelectionPattern is not null)];
        _default = sorted.FirstOrDefault(mapping => mapping.SelectionPattern is null);
    }

    /// <summary>The mapping for a status, or null when none matches and there is no default.</summary>
    public ResponseMapping? ForStatus(int status)
    {
        if (_patterns.IsEmpty || status is < 0 or >= Statuses) return _default;
        var known = _byStatus ??= new ResponseMapping?[Statuses];
        return known[status] ??= ForText(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The mapping for any other text, such as the error message of a function.</summary>
    public ResponseMapping? ForText(string text)
    {
        foreach (var mapping in _patterns)
        {
            try
            {
                if (mapping.SelectionPattern!.IsMatch(text)) return mapping;
            }
            catch (RegexMatchTimeoutException)
            {
                // Does not match; the next one may.
            }
        }

        return _default;
    }
}
