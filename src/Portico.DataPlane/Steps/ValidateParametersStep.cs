using System.Collections.Immutable;
using Portico.DataPlane.Faults;
using Portico.DataPlane.Invocations;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Pipelines;
using Portico.DataPlane.Responses;

namespace Portico.DataPlane.Steps;

/// <summary>A parameter that a method requires.</summary>
/// <param name="Name">As the error names it: without prefix.</param>
/// <param name="Source">Where it is looked for.</param>
public readonly record struct RequiredParameter(string Name, ValueSource Source);

/// <summary>Refuses requests that lack a required path, query string or header parameter, or have it blank.</summary>
/// <param name="required">Sorted by the parameter's full key, the order in which AWS lists what is missing.</param>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html"/>
public sealed class ValidateParametersStep(ImmutableArray<RequiredParameter> required) : IStep
{
    public ValueTask<GatewayFault?> RunAsync(Invocation invocation)
    {
        ImmutableArray<string>.Builder? missing = null;
        foreach (var parameter in required)
        {
            if (parameter.Source.Read(invocation, out var value) is { } fault) return new(fault);
            if (string.IsNullOrWhiteSpace(value)) (missing ??= ImmutableArray.CreateBuilder<string>()).Add(parameter.Name);
        }

        return new(missing is null ? null : GatewayFault.MissingParameters(missing.ToImmutable()));
    }
}
