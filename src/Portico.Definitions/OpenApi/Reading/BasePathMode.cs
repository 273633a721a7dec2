namespace Portico.Definitions.OpenApi.Reading;

/// <summary>What becomes of the base path that a definition names: the query parameter <c>basepath</c> of an import.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html"/>
public enum BasePathMode
{
    /// <summary>It is left out.</summary>
    Ignore,

    /// <summary>Its segments stand before each path.</summary>
    Prepend,

    /// <summary>Its segments but the first stand before each path.</summary>
    Split,
}
