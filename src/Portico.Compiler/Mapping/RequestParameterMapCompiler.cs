using System.Collections.Immutable;
using Portico.Aws.Vocabulary;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.Model.Findings;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Compiler.Mapping;

/// <summary><c>requestParameters</c> of an integration to a <see cref="RequestParameterMap"/>.</summary>
internal static class RequestParameterMapCompiler
{
    internal static RequestParameterMap Compile(IntegrationScope context)
    {
        if (context.Integration.RequestParameters is not { Count: > 0 } parameters) return RequestParameterMap.Empty;

        string? illegal = null;
        var rows = new Dictionary<ParameterPlace, ImmutableArray<MappedParameter>.Builder>
        {
            [ParameterPlace.Header] = ImmutableArray.CreateBuilder<MappedParameter>(),
            [ParameterPlace.QueryString] = ImmutableArray.CreateBuilder<MappedParameter>(),
            [ParameterPlace.Path] = ImmutableArray.CreateBuilder<MappedParameter>(),
        };

        foreach (var (key, text) in parameters)
        {
            var address = context.Address.Part("requestParameters").Part(key);
            if (MappingTarget.TryParseIntegrationRequest(key) is not { } target)
            {
                context.Report(Finding.Error($"'{key}' is not a request parameter; use integration.request.header.NAME, integration.request.querystring.NAME or integration.request.path.NAME", address));
                continue;
            }

            if (MappingExpression.TryParseRequest(text) is not { } expression)
            {
                context.Report(Finding.Error($"Invalid mapping expression specified: {text}", address));
                continue;
            }

            if (target.Place == ParameterPlace.Header)
            {
                var isOfAws = context.Integration.Type is IntegrationType.AWS or IntegrationType.AWS_PROXY;
                if (HeaderRules.IllegalMappingTargets.Contains(target.Name) || (isOfAws && HeaderRules.IllegalMappingTargetsOfAws.Contains(target.Name)))
                {
                    illegal ??= target.Name;
                    context.Report(Finding.Warning($"'{target.Name}' cannot be set by a mapping: every call of this method is answered 500, as AWS answers it", address));
                    continue;
                }

                if (!isOfAws && HeaderRules.NotSentToHttp.Contains(target.Name))
                {
                    context.Report(Finding.Warning($"'{target.Name}' is not sent to the back end; API Gateway leaves it out as well", address));
                    continue;
                }
            }

            rows[target.Place].Add(new MappedParameter(target.Name, ValueSourceCompiler.Compile(expression, context.Compilation, target.Place == ParameterPlace.Path)));
        }

        return new RequestParameterMap
        {
            Headers = rows[ParameterPlace.Header].ToImmutable(),
            Query = rows[ParameterPlace.QueryString].ToImmutable(),
            Path = rows[ParameterPlace.Path].ToImmutable(),
            IllegalHeader = illegal,
        };
    }

    /// <summary>Whether one of an integration's parameters is taken from the client's body.</summary>
    internal static bool ReadsBody(IntegrationScope context) =>
        context.Integration.RequestParameters?.Values.Any(text => MappingExpression.TryParseRequest(text) is { } expression && ValueSourceCompiler.ReadsRequestBody(expression)) ?? false;
}
