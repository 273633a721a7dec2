using System.Text.Json;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Callers;
using Portico.DataPlane.Context;
using Portico.DataPlane.Invocations;
using Portico.Vtl.Values;

namespace Portico.DataPlane.Templates;

/// <summary>A request, and its back end's answer, as templates see them. One belongs to an invocation and is used for all of its requests.</summary>
public sealed class InvocationSubject : TemplateSubject, IDisposable
{
    private readonly Invocation _invocation;
    private JsonDocument? _requestDocument;
    private JsonDocument? _responseDocument;
    private TemplateDirection _direction;

    internal InvocationSubject(Invocation invocation) => _invocation = invocation;

    public void Dispose()
    {
        _requestDocument?.Dispose();
        _responseDocument?.Dispose();
        _requestDocument = null;
        _responseDocument = null;
    }

    /// <summary>Makes <paramref name="body"/> what <c>$input</c> speaks of. What a template before this one set in <c>$context</c> is kept.</summary>
    internal void Begin(ReadOnlyMemory<byte> body, TemplateDirection direction)
    {
        _direction = direction;
        BeginBody(body);
    }

    /// <summary>Makes it ready for the next request.</summary>
    internal void End()
    {
        Dispose();
        Forget();
    }

    internal override VtlValue ReadContext(ContextEntry entry)
    {
        if (WrittenContext is null)
        {
            if (entry.Row is { } row) return VtlValue.Of(row(_invocation));
            if (entry.Override is { } side) return VtlValue.Of(Overrides.Of(side));
            if (!entry.IsGroup) return VtlValue.Null;
        }

        var value = entry.Find(Context);
        return value.IsNull && entry.Row is { } unlisted ? VtlValue.Of(unlisted(_invocation)) : value;
    }

    internal override VtlValue ReadStageVariable(string name) =>
        WrittenStageVariables is { } written ? written[name] : VtlValue.Of(_invocation.Stage.Variables.GetValueOrDefault(name));

    // The client's body is parsed once for all who read it; another one (converted, or the back end's) lives until the request's end,
    // because what a template keeps in $context may point into it.
    protected override JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        if (_direction == TemplateDirection.Request && body.Equals(_invocation.Body.Memory)) return _invocation.BodyAsJson();

        var document = JsonBodies.TryParse(body);
        if (_direction == TemplateDirection.Request) _requestDocument = document;
        else _responseDocument = document;
        return document?.RootElement;
    }

    protected override string? FindParameter(InputPlace place, string name) => place switch
    {
        InputPlace.Path => _invocation.PathValue(name),
        InputPlace.QueryString => _invocation.Request.QueryValue(name),
        _ => HeaderRules.DroppedFromClient.Contains(name) ? null : _invocation.Request.Header(name),
    };

    protected override VtlMap MakeParameters(InputPlace place)
    {
        var map = new VtlMap();
        switch (place)
        {
            case InputPlace.Path:
                foreach (var variable in _invocation.Method?.PathVariables ?? []) map[variable.Name] = VtlValue.Of(_invocation.PathValue(variable.Name));
                break;

            case InputPlace.QueryString:
                foreach (var (name, value) in _invocation.Request.Query) map[name] = VtlValue.Of(value);
                break;

            default:
                foreach (var (name, values) in _invocation.Request.Headers)
                {
                    if (values.Count > 0 && !HeaderRules.DroppedFromClient.Contains(name)) map[name] = VtlValue.Of(values[^1]);
                }

                break;
        }

        return map;
    }

    protected override VtlMap MakeContext()
    {
        var map = new VtlMap();
        foreach (var key in ContextKeys.Of(""))
        {
            map[key] = key switch
            {
                ContextKeys.RequestOverride => VtlValue.Of(Overrides.Request),
                ContextKeys.ResponseOverride => VtlValue.Of(Overrides.Response),
                _ when ContextKeys.IsGroup(key) => VtlValue.Of(Group(key)),
                _ => VtlValue.Of(ContextVariables.Find(key)?.Invoke(_invocation)),
            };
        }

        if (_invocation.Authorizer is { } authorizer) map[ContextKeys.Authorizer] = VtlValue.Of(Group(authorizer));
        return map;
    }

    protected override VtlMap MakeStageVariables()
    {
        var map = new VtlMap();
        foreach (var (name, value) in _invocation.Stage.Variables.OrderBy(pair => pair.Key, StringComparer.Ordinal)) map[name] = VtlValue.Of(value);
        return map;
    }

    private VtlMap Group(string name)
    {
        var map = new VtlMap();
        foreach (var key in ContextKeys.Of(name)) map[key] = VtlValue.Of(ContextVariables.Find($"{name}.{key}")?.Invoke(_invocation));
        return map;
    }

    private static VtlMap Group(AuthorizerContext authorizer)
    {
        var map = new VtlMap();
        foreach (var (name, value) in authorizer.Values) map[name] = VtlValue.Of(value);
        if (authorizer.PrincipalId is { } principal) map["principalId"] = VtlValue.Of(principal);
        if (authorizer.Claims.IsDefault) return map;
        var claims = new VtlMap();
        foreach (var (name, value) in authorizer.Claims) claims[name] = VtlValue.Of(value);
        map["claims"] = VtlValue.Of(claims);
        return map;
    }
}
