using System.Collections.Immutable;
using System.Text;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;

namespace Portico.Authorizers.Lambda;

/// <summary>What identifies a caller: headers, query parameters, stage variables and context variables, in the order of the definition.</summary>
internal sealed class IdentitySources
{
    private readonly ImmutableArray<string> _names;
    private readonly ImmutableArray<Func<Invocation, string?>> _sources;

    private IdentitySources(ImmutableArray<string> names, ImmutableArray<Func<Invocation, string?>> sources) => (_names, _sources) = (names, sources);

    internal bool IsEmpty => _sources.IsEmpty;

    /// <returns>Null when one of them is none.</returns>
    internal static IdentitySources? TryCompile(ImmutableArray<string> sources)
    {
        var compiled = ImmutableArray.CreateBuilder<Func<Invocation, string?>>();
        foreach (var source in sources)
        {
            if (Compile(source) is not { } read) return null;
            compiled.Add(read);
        }

        return new(sources, compiled.ToImmutable());
    }

    /// <summary>All values as one text, by which an answer is known again.</summary>
    /// <returns>Null when one of them is missing or empty.</returns>
    internal string? Read(Invocation invocation)
    {
        if (_sources.Length == 1) return _sources[0](invocation) is { Length: > 0 } only ? only : null;
        var text = new StringBuilder();
        foreach (var source in _sources)
        {
            if (source(invocation) is not { Length: > 0 } value) return null;

            // With its length, so that no two callers have the same text.
            text.Append(value.Length).Append(':').Append(value);
        }

        return text.ToString();
    }

    /// <summary>The first that is missing or empty; null when all are there.</summary>
    internal string? Missing(Invocation invocation)
    {
        for (var index = 0; index < _sources.Length; index++)
        {
            if (_sources[index](invocation) is not { Length: > 0 }) return _names[index];
        }

        return null;
    }

    private static Func<Invocation, string?>? Compile(string source)
    {
        const string Header = "method.request.header.", Query = "method.request.querystring.", Stage = "stageVariables.", Context = "context.";
        if (source.StartsWith(Header, StringComparison.Ordinal))
        {
            var name = source[Header.Length..];
            return invocation => invocation.Request.Header(name);
        }

        if (source.StartsWith(Query, StringComparison.Ordinal))
        {
            var name = source[Query.Length..];
            return invocation => invocation.Request.QueryValue(name);
        }

        if (source.StartsWith(Stage, StringComparison.Ordinal))
        {
            var name = source[Stage.Length..];
            return invocation => invocation.Stage.Variables.GetValueOrDefault(name);
        }

        return source.StartsWith(Context, StringComparison.Ordinal) ? ContextVariables.Find(source[Context.Length..]) ?? (static _ => null) : null;
    }
}
