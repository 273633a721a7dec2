namespace Portico.EndToEnd.Tests.Support;

/// <summary>Definitions as small as they can be.</summary>
internal static class Definitions
{
    /// <summary>One mock method that answers <paramref name="answer"/>.</summary>
    internal static string Mock(string title, string path, string answer) => $$"""
        openapi: 3.0.1
        info: { title: {{title}}, version: "1" }
        paths:
          {{path}}:
            get:
              responses: { "200": { description: ok } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses:
                  default: { statusCode: "200", responseTemplates: { application/json: '{{answer}}' } }

        """;

    /// <summary>Everything goes to the back end that the stage variable <c>backend</c> names.</summary>
    internal const string Proxy = """
        openapi: 3.0.1
        info: { title: proxy, version: "1" }
        paths:
          /{proxy+}:
            x-amazon-apigateway-any-method:
              parameters: [ { name: proxy, in: path, required: true, schema: { type: string } } ]
              responses: {}
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: ANY
                uri: http://${stageVariables.backend}/{proxy}
                requestParameters: { integration.request.path.proxy: method.request.path.proxy }

        """;

    /// <summary>One method that works, and one setting (at line 7) that has no effect here.</summary>
    internal const string WithFidelityFinding = """
        openapi: 3.0.1
        info: { title: reported, version: "1" }
        paths:
          /a:
            get:
              responses: { "200": { description: ok } }
              x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, credentials: "arn:aws:iam::123456789012:role/orders", uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations" }

        """;
}
