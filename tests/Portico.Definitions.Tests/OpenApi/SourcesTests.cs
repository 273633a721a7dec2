using Portico.Model.Findings;

namespace Portico.Definitions.Tests.OpenApi;

public class SourcesTests
{
    private static readonly SourceMap Sources = Import.Read(
        """
        openapi: 3.0.1
        info: {title: T, version: '1'}
        x-amazon-apigateway-binary-media-types: [a/b]
        x-amazon-apigateway-minimum-compression-size: 5
        x-amazon-apigateway-api-key-source: HEADER
        x-amazon-apigateway-endpoint-configuration: {types: [EDGE]}
        x-amazon-apigateway-policy: {}
        x-amazon-apigateway-request-validators:
          all: {}
        x-amazon-apigateway-gateway-responses:
          THROTTLED:
            responseParameters:
              gatewayresponse.header.X: "'x'"
            responseTemplates:
              application/json: x
        paths:
          /pets:
            get:
              parameters:
                - {name: q, in: query}
              responses:
                200: {headers: {X: {}}}
              x-amazon-apigateway-integration:
                type: http
                httpMethod: GET
                uri: http://example.com
                timeoutInMillis: 5000
                requestParameters:
                  integration.request.header.X: method.request.querystring.q
                requestTemplates:
                  application/json: |
                    { }
                responses:
                  2\d\d:
                    statusCode: 200
                    responseParameters:
                      method.response.header.X: "'x'"
                    responseTemplates:
                      application/json: x
        components:
          schemas:
            Pet: {type: object}
        """,
        options => options with { File = "pets.yaml" }).Sources;

    [Theory]
    [InlineData("", 1, 1, "")]
    [InlineData("binaryMediaTypes", 3, 1, "/x-amazon-apigateway-binary-media-types")]
    [InlineData("minimumCompressionSize", 4, 47, "/x-amazon-apigateway-minimum-compression-size")]
    [InlineData("apiKeySource", 5, 37, "/x-amazon-apigateway-api-key-source")]
    [InlineData("endpointConfiguration", 6, 1, "/x-amazon-apigateway-endpoint-configuration")]
    [InlineData("policy", 7, 1, "/x-amazon-apigateway-policy")]
    [InlineData("request validator all", 9, 3, "/x-amazon-apigateway-request-validators/all")]
    [InlineData("gateway response THROTTLED", 11, 3, "/x-amazon-apigateway-gateway-responses/THROTTLED")]
    [InlineData("gateway response THROTTLED > responseParameters > gatewayresponse.header.X", 13, 33, "/x-amazon-apigateway-gateway-responses/THROTTLED/responseParameters/gatewayresponse.header.X")]
    [InlineData("gateway response THROTTLED > responseTemplates > application/json", 15, 25, "/x-amazon-apigateway-gateway-responses/THROTTLED/responseTemplates/application~1json")]
    [InlineData("GET /pets", 18, 5, "/paths/~1pets/get")]
    [InlineData("GET /pets > request parameters", 19, 7, "/paths/~1pets/get/parameters")]
    [InlineData("GET /pets > request parameters > method.request.querystring.q", 20, 11, "/paths/~1pets/get/parameters/0")]
    [InlineData("GET /pets > responses > 200", 22, 9, "/paths/~1pets/get/responses/200")]
    [InlineData("GET /pets > integration", 23, 7, "/paths/~1pets/get/x-amazon-apigateway-integration")]
    [InlineData("GET /pets > integration > uri", 26, 14, "/paths/~1pets/get/x-amazon-apigateway-integration/uri")]
    [InlineData("GET /pets > integration > timeoutInMillis", 27, 26, "/paths/~1pets/get/x-amazon-apigateway-integration/timeoutInMillis")]
    [InlineData("GET /pets > integration > requestParameters > integration.request.header.X", 29, 41, "/paths/~1pets/get/x-amazon-apigateway-integration/requestParameters/integration.request.header.X")]
    [InlineData("GET /pets > integration > requestTemplates > application/json", 31, 29, "/paths/~1pets/get/x-amazon-apigateway-integration/requestTemplates/application~1json")]
    [InlineData(@"GET /pets > integration > responses > 2\d\d", 34, 11, @"/paths/~1pets/get/x-amazon-apigateway-integration/responses/2\d\d")]
    [InlineData(@"GET /pets > integration > responses > 2\d\d > responseParameters > method.response.header.X", 37, 41, @"/paths/~1pets/get/x-amazon-apigateway-integration/responses/2\d\d/responseParameters/method.response.header.X")]
    [InlineData(@"GET /pets > integration > responses > 2\d\d > responseTemplates > application/json", 39, 33, @"/paths/~1pets/get/x-amazon-apigateway-integration/responses/2\d\d/responseTemplates/application~1json")]
    [InlineData("model Pet", 42, 5, "/components/schemas/Pet")]
    [InlineData("GET /pets > integration > contentHandling", 23, 7, "/paths/~1pets/get/x-amazon-apigateway-integration")]
    public void Each_thing_of_an_API_has_its_place(string element, int line, int column, string pointer) =>
        Assert.Equal(new SourceLocation("pets.yaml", pointer, line, column), Sources.Find(new ElementAddress(element)));
}
