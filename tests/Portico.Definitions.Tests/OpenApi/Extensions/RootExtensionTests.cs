using Portico.Definitions.OpenApi;
using Portico.Model.Rest;

namespace Portico.Definitions.Tests.OpenApi.Extensions;

public class RootExtensionTests
{
    private const string Head = "openapi: 3.0.1\ninfo: {title: T, version: '1'}\n";

    [Theory]
    [InlineData("x-amazon-apigateway-minimum-compression-size: -1", "3:47 /x-amazon-apigateway-minimum-compression-size: Invalid minimum compression size, must be between 0 and 10485760: found -1")]
    [InlineData("x-amazon-apigateway-minimum-compression-size: 10485761", "3:47 /x-amazon-apigateway-minimum-compression-size: Invalid minimum compression size, must be between 0 and 10485760: found 10485761")]
    [InlineData("x-amazon-apigateway-minimum-compression-size: big", "3:47 /x-amazon-apigateway-minimum-compression-size: 'x-amazon-apigateway-minimum-compression-size' is a text ('big'); a whole number belongs here")]
    [InlineData("x-amazon-apigateway-api-key-source: COOKIE", "3:37 /x-amazon-apigateway-api-key-source: 'COOKIE' is not an API key source; use one of HEADER, AUTHORIZER")]
    [InlineData("x-amazon-apigateway-binary-media-types: '*/*'", "3:41 /x-amazon-apigateway-binary-media-types: 'x-amazon-apigateway-binary-media-types' is a text ('*/*'); a list belongs here")]
    [InlineData("x-amazon-apigateway-policy: everybody", "3:29 /x-amazon-apigateway-policy: 'x-amazon-apigateway-policy' is a text ('everybody'); a mapping belongs here")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {types: [REGIONAL, EDGE]}", "3:46 /x-amazon-apigateway-endpoint-configuration/types: Cannot create an api with multiple Endpoint Types.")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {types: []}", "3:46 /x-amazon-apigateway-endpoint-configuration/types: REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {types: [LOCAL]}", "3:54 /x-amazon-apigateway-endpoint-configuration/types/0: Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE: found 'LOCAL'")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {types: [1]}", "3:54 /x-amazon-apigateway-endpoint-configuration/types/0: Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE: found '1'")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {ipAddressType: ipv6}", "3:61 /x-amazon-apigateway-endpoint-configuration/ipAddressType: ipAddressType must be either ipv4 or dualstack. Found 'ipv6'")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {types: [PRIVATE], ipAddressType: ipv4}", "3:79 /x-amazon-apigateway-endpoint-configuration/ipAddressType: Only dualstack ipAddressType is supported for Private APIs.")]
    [InlineData("x-amazon-apigateway-endpoint-access-mode: LOOSE", "3:43 /x-amazon-apigateway-endpoint-access-mode: 'LOOSE' is not an endpoint access mode; use one of BASIC, STRICT")]
    [InlineData("x-amazon-apigateway-request-validators: {' ': {}}", "3:42 /x-amazon-apigateway-request-validators/ : Request Validator name cannot be blank")]
    [InlineData("x-amazon-apigateway-request-validators: {a: {validateRequestBody: 1}}", "3:67 /x-amazon-apigateway-request-validators/a/validateRequestBody: 'validateRequestBody' is a number ('1'); use true or false")]
    [InlineData("x-amazon-apigateway-gateway-responses: {THROTTLED: {statusCode: 42}}", @"3:65 /x-amazon-apigateway-gateway-responses/THROTTLED/statusCode: Value '42' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\d\d")]
    [InlineData("x-amazon-apigateway-gateway-responses: {THROTTLED: {responseTemplates: {application/json: null}}}", "3:91 /x-amazon-apigateway-gateway-responses/THROTTLED/responseTemplates/application~1json: Invalid null or empty value in responseTemplates")]
    [InlineData("x-amazon-apigateway-gateway-responses: {THROTTLED: {responseParameters: {gatewayresponse.header.X: ''}}}", "3:100 /x-amazon-apigateway-gateway-responses/THROTTLED/responseParameters/gatewayresponse.header.X: Invalid null or empty value in responseParameters")]
    [InlineData("x-amazon-apigateway-gateway-responses: {THROTTLED: {responseParameters: {gatewayresponse.header.X: x}}}", "3:100 /x-amazon-apigateway-gateway-responses/THROTTLED/responseParameters/gatewayresponse.header.X: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: x]")]
    [InlineData("x-amazon-apigateway-gateway-responses: {THROTTLED: {responseParameters: {X: \"'x'\"}}}", "3:74 /x-amazon-apigateway-gateway-responses/THROTTLED/responseParameters/X: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: X]")]
    public void What_AWS_or_Portico_refuses_is_refused(string extension, string expected) => Assert.Equal([expected], Import.Errors(Head + extension));

    [Theory]
    [InlineData("x-amazon-apigateway-cors: {}", "3:1 /x-amazon-apigateway-cors: 'x-amazon-apigateway-cors' belongs to HTTP APIs; a REST API ignores it")]
    [InlineData("x-amazon-apigateway-importexport-version: '1.0'", "3:1 /x-amazon-apigateway-importexport-version: 'x-amazon-apigateway-importexport-version' belongs to HTTP APIs; a REST API ignores it")]
    [InlineData("components: {x-amazon-apigateway-integrations: {}}", "3:14 /components/x-amazon-apigateway-integrations: 'x-amazon-apigateway-integrations' belongs to HTTP APIs; a REST API ignores it")]
    [InlineData("tags: [{name: a, x-amazon-apigateway-tag-value: b}]", "3:18 /tags/0/x-amazon-apigateway-tag-value: 'x-amazon-apigateway-tag-value' belongs to HTTP APIs; a REST API ignores it")]
    [InlineData("x-amazon-apigateway-unheard: 1", "3:1 /x-amazon-apigateway-unheard: 'x-amazon-apigateway-unheard' is not an extension of API Gateway, which ignores it")]
    [InlineData("webhooks: {}", "3:1 /webhooks: API Gateway ignores 'webhooks'")]
    public void What_AWS_ignores_is_warned_of(string extension, string expected) => Assert.Equal([expected], Import.Warnings(Head + extension));

    [Theory]
    [InlineData("x-amazon-apigateway-security-policy: TLS_1_2", "3:38 /x-amazon-apigateway-security-policy: the security policy 'TLS_1_2' is kept and shown; which TLS versions are taken is set on Portico's listeners")]
    [InlineData("x-amazon-apigateway-endpoint-access-mode: strict", "3:43 /x-amazon-apigateway-endpoint-access-mode: the endpoint access mode STRICT is kept and shown; Portico answers as in the mode BASIC")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: {types: PRIVATE}", "3:53 /x-amazon-apigateway-endpoint-configuration/types: a PRIVATE API is reached through VPC endpoints only; Portico answers it wherever it listens")]
    public void What_Portico_does_not_carry_out_is_reported(string extension, string expected) => Assert.Equal([expected], Import.Fidelity(Head + extension));

    [Theory]
    [InlineData("", null, "EDGE ipv4")]
    [InlineData("", EndpointType.PRIVATE, "PRIVATE dualstack")]
    [InlineData("{types: [regional]}", null, "REGIONAL ipv4")]
    [InlineData("{types: [REGIONAL], ipAddressType: dualstack}", null, "REGIONAL dualstack")]
    [InlineData("{types: [PRIVATE], vpcEndpointIds: [vpce-1, vpce-2]}", null, "PRIVATE dualstack vpce-1 vpce-2")]
    [InlineData("{types: [REGIONAL]}", EndpointType.EDGE, "EDGE ipv4")]
    public void The_endpoint_is_that_of_the_import_then_of_the_definition(string extension, EndpointType? asked, string expected)
    {
        var text = Head + (extension.Length == 0 ? "" : $"servers: [{{url: /}}, {{x-amazon-apigateway-endpoint-configuration: {extension}}}]");
        var endpoint = Import.Api(text, options => options with { EndpointType = asked }).Api.EndpointConfiguration;

        Assert.Equal(expected, string.Join(' ', [endpoint.Type.ToString(), endpoint.IpAddressType, .. endpoint.VpcEndpointIds]));
    }

    [Theory]
    [InlineData("x-amazon-apigateway-api-key-source: authorizer", ApiKeySource.AUTHORIZER)]
    [InlineData("x-amazon-apigateway-api-key-source: HEADER", ApiKeySource.HEADER)]
    [InlineData("", ApiKeySource.HEADER)]
    public void The_source_of_API_keys_is_read(string extension, ApiKeySource expected) => Assert.Equal(expected, Import.Api(Head + extension).Api.ApiKeySource);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("'1024'", 1024)]
    [InlineData("null", null)]
    public void The_compression_size_is_read(string size, int? expected) =>
        Assert.Equal(expected, Import.Api(Head + "x-amazon-apigateway-minimum-compression-size: " + size).Api.MinimumCompressionSize);

    [Fact]
    public void A_gateway_response_is_read_whole()
    {
        var response = Import.Api(Head + "x-amazon-apigateway-gateway-responses: {THROTTLED: {statusCode: 503, responseParameters: {gatewayresponse.header.X: context.error.responseType}, responseTemplates: {a/b: x, c/d: y}}}").GatewayResponses["THROTTLED"];

        Assert.Equal("503", response.StatusCode);
        Assert.Equal("context.error.responseType", response.ResponseParameters["gatewayresponse.header.X"]);
        Assert.Equal([new("a/b", "x"), new("c/d", "y")], response.ResponseTemplates);
    }

    [Fact]
    public void The_validator_of_an_operation_wins_over_that_of_the_document()
    {
        var api = Import.Api(
            """
            openapi: 3.0.1
            info: {title: T, version: '1'}
            x-amazon-apigateway-request-validators: {a: {validateRequestBody: true}, b: {validateRequestParameters: "true"}}
            x-amazon-apigateway-request-validator: a
            paths: {/p: {get: {}, put: {x-amazon-apigateway-request-validator: b}}}
            """);

        Assert.Equal((true, false), Flags("GET"));
        Assert.Equal((false, true), Flags("PUT"));

        (bool Body, bool Parameters) Flags(string httpMethod)
        {
            var validator = api.RequestValidators[Import.Method(api, "/p", httpMethod).RequestValidatorId!];
            return (validator.ValidateRequestBody, validator.ValidateRequestParameters);
        }
    }

    [Fact]
    public void An_operation_of_an_unknown_validator_shows_the_known_ones() =>
        Assert.Equal(
            ["4:59 /paths/~1p/get/x-amazon-apigateway-request-validator: Invalid Request Validator identifier specified: 'c'; x-amazon-apigateway-request-validators has a, b"],
            Import.Errors(Head + "x-amazon-apigateway-request-validators: {a: {}, b: {}}\npaths: {/p: {get: {x-amazon-apigateway-request-validator: c}}}"));
}
