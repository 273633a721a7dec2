using Portico.Aws.Vocabulary;
using Portico.Compiler.Scope;
using Portico.DataPlane.Mapping;
using Portico.Json.Paths;
using Portico.Model.Mapping;

namespace Portico.Compiler.Mapping;

/// <summary>A mapping expression to the reader of its value.</summary>
internal static class ValueSourceCompiler
{
    /// <param name="expression">The right side of a mapping.</param>
    /// <param name="context">Gives the stage's variables, which are settled here.</param>
    /// <param name="intoPath">True when the value goes into a path, where it keeps the client's percent-encoding.</param>
    internal static ValueSource Compile(MappingExpression expression, CompilationContext context, bool intoPath = false) => expression.Source switch
    {
        MappingSource.Literal => ValueSource.Literal(expression.Name),
        MappingSource.MethodPath => intoPath ? ValueSource.RawPath(expression.Name) : ValueSource.Path(expression.Name),
        MappingSource.MethodQueryString => ValueSource.QueryString(expression.Name),
        MappingSource.MethodMultiValueQueryString => ValueSource.AllQueryStringValues(expression.Name),
        MappingSource.MethodHeader => HeaderRules.DroppedFromClient.Contains(expression.Name) ? ValueSource.Nothing : ValueSource.Header(expression.Name),
        MappingSource.MethodMultiValueHeader =>
            HeaderRules.DroppedFromClient.Contains(expression.Name) ? ValueSource.Nothing : ValueSource.AllHeaderValues(expression.Name),
        MappingSource.MethodBody => expression.Name.Length == 0 ? ValueSource.RequestBody : BodyPath(expression) is { } path ? BodyPathSource.OfRequest(path) : ValueSource.Nothing,
        MappingSource.IntegrationHeader => ValueSource.IntegrationHeader(expression.Name),
        MappingSource.IntegrationMultiValueHeader => ValueSource.AllIntegrationHeaderValues(expression.Name),
        MappingSource.IntegrationBody => expression.Name.Length == 0 ? ValueSource.IntegrationBody : BodyPath(expression) is { } path ? BodyPathSource.OfResponse(path) : ValueSource.Nothing,
        MappingSource.StageVariable => context.Variables.TryGetValue(expression.Name, out var value) ? ValueSource.Literal(value) : ValueSource.Nothing,
        MappingSource.Context => ValueSource.Context(expression.Name),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // A tail that is no path selects nothing, as a path without match does.
    private static JsonPath? BodyPath(MappingExpression expression) => JsonPath.Parse("$" + expression.Name).Path;

    /// <summary>Whether reading the value needs the client's body in memory.</summary>
    internal static bool ReadsRequestBody(MappingExpression expression) => expression.Source == MappingSource.MethodBody;
}
