using Portico.Compiler.Validation;

namespace Portico.Tests.Validation;

public sealed class ModelSchemasTests
{
    [Theory]
    [InlineData("""{"type":"object","required":["a"]}""", true)]
    [InlineData("""{"type":"object","required":[]}""", false)]
    [InlineData("""{"type":"object","required":["a","a"]}""", false)]
    [InlineData("""{"enum":["a","b"]}""", true)]
    [InlineData("""{"enum":["a","a"]}""", false)]
    [InlineData("""{"enum":[]}""", false)]
    [InlineData("""{"properties":{"x":{"allOf":[]}}}""", false)]
    [InlineData("""{"type":["string","string"]}""", false)]
    [InlineData("""{"$ref":"https://apigateway.amazonaws.com/restapis/a1/models/Pet"}""", true)]
    public void A_schema_follows_the_meta_schema_of_draft_4(string schema, bool isSchema) => Assert.Equal(isSchema, ModelSchemas.IsSchema(schema));
}
