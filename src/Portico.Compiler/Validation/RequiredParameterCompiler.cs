using System.Collections.Immutable;
using Portico.DataPlane.Mapping;
using Portico.DataPlane.Steps;
using Portico.Model.Mapping;
using Portico.Model.Rest;

namespace Portico.Compiler.Validation;

/// <summary>The required parameters of a method to the step that looks for them.</summary>
internal static class RequiredParameterCompiler
{
    internal static ValidateParametersStep? Compile(Method method)
    {
        // The map is sorted by its full keys (header, path, querystring; then name): AWS's order of naming what is missing.
        var required = method.RequestParameters.Where(pair => pair.Value)
            .Select(pair => MappingTarget.TryParseMethodRequest(pair.Key))
            .OfType<MappingTarget>()
            .Select(target => new RequiredParameter(target.Name, Source(target)))
            .ToImmutableArray();
        return required.IsEmpty ? null : new ValidateParametersStep(required);
    }

    private static ValueSource Source(MappingTarget target) => target.Place switch
    {
        ParameterPlace.Header => ValueSource.Header(target.Name),
        ParameterPlace.Path => ValueSource.Path(target.Name),
        _ => ValueSource.QueryString(target.Name),
    };
}
