using System.Buffers;
using Portico.Aws.Vocabulary;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;

namespace Portico.DataPlane.Templates;

/// <summary>Puts into effect what templates assigned to <c>$context.requestOverride</c> and <c>$context.responseOverride</c>: final, over the parameter mapping.</summary>
internal static class OverriddenParameters
{
    // RFC 9110 §5.6.2: a name made by a template must not be able to end the line.
    private static readonly SearchValues<char> TokenLetters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    internal static GatewayFault? ApplyToRequest(ContextOverrides overrides, IntegrationCall call)
    {
        foreach (var (name, value) in overrides.RequestHeaders)
        {
            if (!IsHeaderName(name)) return TemplateFault.Of(TemplateDirection.Request, "what is assigned to in $context.requestOverride.header is no header name");
            if (HeaderRules.IllegalMappingTargets.Contains(name)) return TemplateFault.Of(TemplateDirection.Request, $"header '{name}' must not be overridden");
            if (!HeaderRules.NotSentToHttp.Contains(name)) call.RequestHeaders.Set(name, HeaderText.Clean(value));
        }

        foreach (var (name, value) in overrides.RequestQuery) call.RequestQuery.SetExactly(name, value);
        foreach (var (name, value) in overrides.RequestPath) call.RequestPath.SetExactly(name, value);
        return null;
    }

    internal static GatewayFault? ApplyToResponse(ContextOverrides overrides, ClientResponse response)
    {
        if (overrides.Status is { } status) response.Status = status;
        foreach (var (name, value) in overrides.ResponseHeaders)
        {
            if (!IsHeaderName(name)) return TemplateFault.Of(TemplateDirection.Response, "what is assigned to in $context.responseOverride.header is no header name");
            if (HeaderRules.DroppedFromMappedResponse.Contains(name)) continue;
            response.Headers.Set(HeaderRules.RemappedInMappedResponse.Contains(name) ? HeaderRules.RemappedPrefix + name : name, HeaderText.Clean(value));
        }

        return null;
    }

    private static bool IsHeaderName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenLetters);
}
