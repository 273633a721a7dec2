using System.Collections.Immutable;
using System.Text;
using Portico.DataPlane.Invocations;
using Portico.Integrations.Http.Upstream;

namespace Portico.Integrations.Http;

/// <summary>The URI of an HTTP integration with its stage variables in it: literal, or with <c>{name}</c> placeholders.</summary>
public sealed class UriTemplate
{
    private readonly ImmutableArray<(string Text, bool IsPlaceholder)> _target;
    private readonly ImmutableArray<(string Text, bool IsPlaceholder)> _authority;
    private readonly BackEndTls _tls;
    private readonly Origin? _origin;
    private readonly string? _constantTarget;

    private UriTemplate(ImmutableArray<(string Text, bool IsPlaceholder)> authority, ImmutableArray<(string Text, bool IsPlaceholder)> target, Origin? origin, BackEndTls tls)
    {
        _authority = authority;
        _target = target;
        _origin = origin;
        _tls = tls;
        _constantTarget = target.All(part => !part.IsPlaceholder) ? Rooted(string.Concat(target.Select(part => part.Text))) : null;
    }

    /// <summary>Whom every request goes to, or null where scheme, host or port come out of the request.</summary>
    public Origin? FixedOrigin => _origin;

    /// <summary>Reads a URI.</summary>
    /// <param name="uri">With the stage's variables in it.</param>
    /// <param name="tls">How the two sides of an https connection prove themselves; null for the defaults.</param>
    /// <returns>The template, or null when it can never lead anywhere: no http(s) scheme, or no host.</returns>
    public static UriTemplate? TryParse(string uri, BackEndTls? tls = null)
    {
        tls ??= BackEndTls.Default;
        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return null;
        var cut = uri.AsSpan(scheme + 3).IndexOfAny('/', '?');
        var authorityEnd = cut < 0 ? uri.Length : scheme + 3 + cut;
        var authority = Split(uri[..authorityEnd]);
        var target = Split(uri[authorityEnd..]);
        if (authority.Any(part => part.IsPlaceholder)) return new UriTemplate(authority, target, null, tls);

        return Origin.TryParse(uri[..authorityEnd], tls) is var (origin, _) ? new UriTemplate(authority, target, origin, tls) : null;
    }

    /// <summary>The place to call for one request.</summary>
    /// <param name="path">Values of the placeholders; one without a value stays empty.</param>
    /// <returns>Null when the values make no URI that may be called: an empty host, or a way out of the path by <c>..</c>.</returns>
    public (Origin Origin, string Target)? Resolve(HeaderList path)
    {
        var origin = _origin ?? Origin.TryParse(Join(_authority, path), _tls)?.Origin;
        if (origin is null) return null;
        if (_constantTarget is not null) return (origin, _constantTarget);

        var target = Rooted(Join(_target, path));
        return DotSegments.AreIn(PathOf(target)) ? null : (origin, target);
    }

    private static ReadOnlySpan<char> PathOf(string target) => target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? target.AsSpan(0, mark) : target;

    private static string Rooted(string target) => target.Length > 0 && target[0] == '/' ? target : "/" + target;

    private static string Join(ImmutableArray<(string Text, bool IsPlaceholder)> parts, HeaderList path)
    {
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(part.IsPlaceholder ? PathText.SafeInPath(path.Last(part.Text) ?? "") : part.Text);
        return text.ToString();
    }

    private static ImmutableArray<(string Text, bool IsPlaceholder)> Split(string text)
    {
        var parts = ImmutableArray.CreateBuilder<(string, bool)>();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf('{', position);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0) break;
            if (open > position) parts.Add((PathText.Safe(text[position..open]), false));
            parts.Add((text[(open + 1)..close].TrimEnd('+'), true));
            position = close + 1;
        }

        if (position < text.Length) parts.Add((PathText.Safe(text[position..]), false));
        return parts.ToImmutable();
    }
}
