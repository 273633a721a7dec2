namespace Portico.Definitions.Tests;

public class DefinitionFormatTests
{
    [Theory]
    [InlineData("swagger: '2.0'", "OpenAPI 2.0 (Swagger)")]
    [InlineData("swagger: 2.0", "OpenAPI 2.0 (Swagger)")]
    [InlineData("{\"openapi\": \"3.0.1\"}", "OpenAPI 3.0")]
    [InlineData("\uFEFFopenapi: 3.1.0\npaths: {}", "OpenAPI 3.1")]
    [InlineData("openapi: 4.0.0", "unknown format")]
    [InlineData("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A: !Ref B", "CloudFormation template")]
    [InlineData("Transform: AWS::Serverless-2016-10-31\nResources: {}", "SAM template")]
    [InlineData("Transform: [Other, AWS::Serverless-2016-10-31]", "SAM template")]
    [InlineData("<?xml version=\"1.0\"?><definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"/>", "WSDL")]
    [InlineData("<html/>", "unknown format")]
    [InlineData("", "unknown format")]
    [InlineData("just words", "unknown format")]
    [InlineData("{\"openapi\": ", "unknown format")]
    public void A_text_is_told_by_what_stands_at_its_top(string text, string expected) =>
        Assert.Equal(expected, DefinitionFormat.OfText(text).Name);

    [Fact]
    public void A_folder_that_cdk_wrote_is_told_by_its_manifest()
    {
        var folder = Directory.CreateTempSubdirectory("cdk");
        try
        {
            Assert.Same(DefinitionFormat.Unknown, DefinitionFormat.OfPath(folder.FullName));

            File.WriteAllText(Path.Combine(folder.FullName, "manifest.json"), "{}");
            File.WriteAllText(Path.Combine(folder.FullName, "cdk.out"), "{}");

            Assert.Same(DefinitionFormat.CdkOutput, DefinitionFormat.OfPath(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
