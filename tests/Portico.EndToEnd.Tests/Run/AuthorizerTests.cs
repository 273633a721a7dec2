using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Run;

/// <summary>A definition with Lambda authorizers beside a <c>portico.yaml</c> that names their functions.</summary>
public sealed class AuthorizerTests
{
    private const string Settings = """
        stage: dev
        functions:
          bouncer: { runtime: nodejs20.x, handler: index.handler, code: ./bouncer }
        """;

    private const string Code = """
        exports.handler = async (event) => {
          const told = event.authorizationToken ?? event.queryStringParameters.who;
          if (told === 'nobody') throw new Error('Unauthorized');
          return { principalId: told, policyDocument: { Version: '2012-10-17', Statement: [{ Effect: told === 'eve' ? 'Deny' : 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }] }, context: { kind: event.type } };
        };
        """;

    private static string Definition => $$"""
        openapi: 3.0.1
        info: { title: guarded, version: "1" }
        components:
          securitySchemes:
            token:
              type: apiKey
              name: Authorization
              in: header
              x-amazon-apigateway-authtype: custom
              x-amazon-apigateway-authorizer: { type: token, authorizerUri: "{{Uri}}", authorizerResultTtlInSeconds: 60 }
            request:
              type: apiKey
              name: Unused
              in: header
              x-amazon-apigateway-authtype: custom
              x-amazon-apigateway-authorizer: { type: request, identitySource: method.request.querystring.who, authorizerUri: "{{Uri}}" }
        paths:
          /token: { get: { security: [ { token: [] } ], responses: { "200": { description: ok } }, x-amazon-apigateway-integration: {{Mock}} } }
          /request: { get: { security: [ { request: [] } ], responses: { "200": { description: ok } }, x-amazon-apigateway-integration: {{Mock}} } }
        """;

    private const string Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:bouncer/invocations";
    private const string Mock = """{ type: mock, requestTemplates: { application/json: '{"statusCode": 200}' }, responses: { default: { statusCode: "200", responseTemplates: { application/json: "$context.authorizer.principalId $context.authorizer.kind" } } } }""";

    [Fact]
    public async Task The_functions_of_the_settings_decide_who_calls()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["bouncer"]);
        folder.Write("portico.yaml", Settings);
        folder.Write(Path.Combine("bouncer", "index.js"), Code);
        await using var server = await PorticoServer.StartAsync("run", folder.Write("guarded.yaml", Definition));

        Assert.EndsWith("ann TOKEN", await CallAsync("/token", "Authorization: ann"), StringComparison.Ordinal);
        Assert.EndsWith("ann REQUEST", await CallAsync("/request?who=ann", "X: y"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await CallAsync("/token", "Authorization: eve"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await CallAsync("/token", "Authorization: nobody"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await CallAsync("/request", "X: y"), StringComparison.Ordinal);

        Task<string> CallAsync(string path, string header) => Curl.GetAsync(new System.Uri(server.Gateway, path).ToString(), "--header", header);
    }
}
