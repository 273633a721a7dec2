using System.Text.Json.Nodes;
using Portico.EndToEnd.Tests.Support;

namespace Portico.EndToEnd.Tests.Terraform;

/// <summary>
/// Terraform makes, finds unchanged, changes and destroys the parts of APIs. With <see cref="AccountResourcesTests"/> this is every resource
/// <c>aws_api_gateway_*</c> of the provider.
/// </summary>
public sealed class ApiResourcesTests
{
    internal const string Resources = """
        variable "word" {
          default = "first"
        }
        resource "aws_api_gateway_account" "account" {
          cloudwatch_role_arn = "arn:aws:iam::123456789012:role/logs"
        }
        resource "aws_api_gateway_rest_api" "shop" {
          name               = "parts"
          description        = var.word
          binary_media_types = ["image/png"]
          endpoint_configuration { types = ["REGIONAL"] }
        }
        resource "aws_api_gateway_resource" "pets" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
          path_part   = "pets-${var.word}"
        }
        resource "aws_api_gateway_resource" "pet" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          parent_id   = aws_api_gateway_resource.pets.id
          path_part   = "{petId}"
        }
        resource "aws_api_gateway_model" "pet" {
          rest_api_id  = aws_api_gateway_rest_api.shop.id
          name         = "Pet"
          description  = var.word
          content_type = "application/json"
          schema       = jsonencode({ type = "object", title = var.word })
        }
        resource "aws_api_gateway_request_validator" "body" {
          rest_api_id                 = aws_api_gateway_rest_api.shop.id
          name                        = "body-${var.word}"
          validate_request_body       = true
          validate_request_parameters = var.word == "first"
        }
        resource "aws_api_gateway_authorizer" "token" {
          rest_api_id                      = aws_api_gateway_rest_api.shop.id
          name                             = "token-${var.word}"
          authorizer_uri                   = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:f/invocations"
          identity_source                  = "method.request.header.Authorization"
          authorizer_result_ttl_in_seconds = var.word == "first" ? 5 : 0
        }
        resource "aws_api_gateway_authorizer" "pool" {
          rest_api_id   = aws_api_gateway_rest_api.shop.id
          name          = "pool"
          type          = "COGNITO_USER_POOLS"
          provider_arns = ["arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_${var.word}"]
        }
        resource "aws_api_gateway_gateway_response" "throttled" {
          rest_api_id         = aws_api_gateway_rest_api.shop.id
          response_type       = "THROTTLED"
          status_code         = var.word == "first" ? "430" : "431"
          response_templates  = { "application/json" = "{\"word\":\"${var.word}\"}" }
          response_parameters = { "gatewayresponse.header.X" = "'${var.word}'" }
        }
        resource "aws_api_gateway_method" "put" {
          rest_api_id          = aws_api_gateway_rest_api.shop.id
          resource_id          = aws_api_gateway_resource.pet.id
          http_method          = "PUT"
          authorization        = "NONE"
          operation_name       = "Put${var.word}"
          request_models       = { "application/json" = aws_api_gateway_model.pet.name }
          request_validator_id = aws_api_gateway_request_validator.body.id
          request_parameters   = { "method.request.path.petId" = true, "method.request.querystring.${var.word}" = false }
        }
        resource "aws_api_gateway_method" "locked" {
          rest_api_id   = aws_api_gateway_rest_api.shop.id
          resource_id   = aws_api_gateway_resource.pets.id
          http_method   = "ANY"
          authorization = "CUSTOM"
          authorizer_id = aws_api_gateway_authorizer.token.id
          api_key_required = var.word == "first"
        }
        resource "aws_api_gateway_method_response" "put" {
          rest_api_id         = aws_api_gateway_rest_api.shop.id
          resource_id         = aws_api_gateway_resource.pet.id
          http_method         = aws_api_gateway_method.put.http_method
          status_code         = "200"
          response_models     = { "application/json" = aws_api_gateway_model.pet.name }
          response_parameters = { "method.response.header.X-${var.word}" = true }
        }
        resource "aws_api_gateway_integration" "put" {
          rest_api_id          = aws_api_gateway_rest_api.shop.id
          resource_id          = aws_api_gateway_resource.pet.id
          http_method          = aws_api_gateway_method.put.http_method
          type                 = "MOCK"
          request_templates    = { "application/json" = "{\"statusCode\": 200}" }
          passthrough_behavior = "NEVER"
          timeout_milliseconds = var.word == "first" ? 1000 : 2000
        }
        resource "aws_api_gateway_vpc_link" "inner" {
          name        = "parts"
          target_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/inner/1"]
        }
        resource "aws_api_gateway_integration" "locked" {
          rest_api_id             = aws_api_gateway_rest_api.shop.id
          resource_id             = aws_api_gateway_resource.pets.id
          http_method             = aws_api_gateway_method.locked.http_method
          type                    = "HTTP_PROXY"
          integration_http_method = "GET"
          uri                     = "http://inner.example.com/${var.word}"
          connection_type         = "VPC_LINK"
          connection_id           = aws_api_gateway_vpc_link.inner.id
          cache_key_parameters    = []
        }
        resource "aws_api_gateway_integration_response" "put" {
          rest_api_id         = aws_api_gateway_rest_api.shop.id
          resource_id         = aws_api_gateway_resource.pet.id
          http_method         = aws_api_gateway_method.put.http_method
          status_code         = aws_api_gateway_method_response.put.status_code
          response_templates  = { "application/json" = "pet ${var.word}" }
          response_parameters = { "method.response.header.X-${var.word}" = "'${var.word}'" }
          depends_on          = [aws_api_gateway_integration.put]
        }
        resource "aws_api_gateway_documentation_part" "api" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          location { type = "API" }
          properties = jsonencode({ description = var.word })
        }
        resource "aws_api_gateway_documentation_part" "method" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          location {
            type   = "METHOD"
            path   = "/pets"
            method = "GET"
          }
          properties = "{\"summary\":\"${var.word}\"}"
        }
        resource "aws_api_gateway_documentation_version" "one" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          version     = "one"
          description = var.word
          depends_on  = [aws_api_gateway_documentation_part.api, aws_api_gateway_documentation_part.method]
        }
        resource "aws_api_gateway_deployment" "shop" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          description = var.word
          triggers    = { word = var.word }
          depends_on  = [aws_api_gateway_integration_response.put, aws_api_gateway_integration.locked]
          lifecycle { create_before_destroy = true }
        }
        resource "aws_api_gateway_stage" "prod" {
          rest_api_id           = aws_api_gateway_rest_api.shop.id
          deployment_id         = aws_api_gateway_deployment.shop.id
          stage_name            = "prod"
          description           = var.word
          documentation_version = aws_api_gateway_documentation_version.one.version
          variables             = { word = var.word }
          xray_tracing_enabled  = var.word == "first"
          access_log_settings {
            destination_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:shop"
            format          = "$context.requestId ${var.word}"
          }
          tags = { word = var.word }
        }
        resource "aws_api_gateway_method_settings" "all" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          stage_name  = aws_api_gateway_stage.prod.stage_name
          method_path = "*/*"
          settings {
            metrics_enabled        = true
            logging_level          = var.word == "first" ? "ERROR" : "INFO"
            throttling_burst_limit = 5
            throttling_rate_limit  = var.word == "first" ? 10 : 20.5
          }
          depends_on = [aws_api_gateway_account.account]
        }
        resource "aws_api_gateway_rest_api" "written" {
          name = "written"
          body = jsonencode({
            openapi = "3.0.1"
            info    = { title = "written", version = "1" }
            paths = { "/${var.word}" = { get = {
              responses = { "200" = { description = "ok" } }
              x-amazon-apigateway-integration = { type = "mock", requestTemplates = { "application/json" = "{\"statusCode\": 200}" }, responses = { default = { statusCode = "200" } } }
            } } }
          })
        }
        resource "aws_api_gateway_rest_api_policy" "written" {
          rest_api_id = aws_api_gateway_rest_api.written.id
          policy = jsonencode({
            Version   = "2012-10-17"
            Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*", Condition = { IpAddress = { "aws:SourceIp" = var.word == "first" ? "127.0.0.1/32" : "127.0.0.2/32" } } }]
          })
        }
        resource "aws_api_gateway_rest_api" "put" {
          name = "put"
        }
        resource "aws_api_gateway_rest_api_put" "put" {
          rest_api_id      = aws_api_gateway_rest_api.put.id
          fail_on_warnings = true
          triggers         = { word = var.word }
          body = jsonencode({
            swagger = "2.0"
            info    = { title = "put", version = "1" }
            paths = { "/${var.word}" = { get = {
              responses = { "200" = { description = "ok" } }
              x-amazon-apigateway-integration = { type = "mock", requestTemplates = { "application/json" = "{\"statusCode\": 200}" }, responses = { default = { statusCode = "200" } } }
            } } }
          })
        }
        resource "aws_api_gateway_domain_name" "own" {
          domain_name     = "own.example.com"
          certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/own"
          endpoint_configuration { types = ["PRIVATE"] }
        }
        resource "aws_api_gateway_domain_name_access_association" "own" {
          access_association_source      = "vpce-0a${var.word == "first" ? 1 : 2}"
          access_association_source_type = "VPCE"
          domain_name_arn                = aws_api_gateway_domain_name.own.arn
        }
        data "aws_api_gateway_export" "prod" {
          rest_api_id = aws_api_gateway_stage.prod.rest_api_id
          stage_name  = aws_api_gateway_stage.prod.stage_name
          export_type = "oas30"
        }
        data "aws_api_gateway_sdk" "prod" {
          rest_api_id = aws_api_gateway_stage.prod.rest_api_id
          stage_name  = aws_api_gateway_stage.prod.stage_name
          sdk_type    = "javascript"
        }
        data "aws_api_gateway_resource" "pets" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          path        = aws_api_gateway_resource.pets.path
        }
        """;

    [Fact]
    public async Task What_terraform_makes_has_no_drift_before_and_after_a_change_and_is_destroyed()
    {
        Support.Terraform.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        await using var server = await PorticoServer.StartAsync("serve", "--store", "memory");
        var terraform = new Support.Terraform(folder.Path, server.Control);
        folder.Write("main.tf", terraform.Provider + Resources.Replace("arn:aws:acm:eu-central-1:123456789012:certificate/own", await ImportedCertificate.ArnAsync(server.Api, "own.example.com"), StringComparison.Ordinal));
        await terraform.InitAsync();

        await terraform.ApplyAsync();
        await terraform.ExpectNoDriftAsync();
        await ExpectAnswerAsync(server, "first");
        Assert.Contains("/first", await PathsAsync(server, "put"));

        await terraform.ApplyAsync("-var", "word=second");
        await terraform.ExpectNoDriftAsync("-var", "word=second");
        await ExpectAnswerAsync(server, "second");
        Assert.Contains("/second", await PathsAsync(server, "put"));
        Assert.Contains("127.0.0.2", (string)(await ApiAsync(server, "written"))["policy"]!, StringComparison.Ordinal);

        await terraform.DestroyAsync("-var", "word=second");
        Assert.Empty((JsonArray)(await server.Api.GetAsync("/restapis"))["item"]!);
        Assert.DoesNotContain("own.example.com", (await server.Api.GetAsync("/domainnames?limit=500")).Each("item", "domainName"));
    }

    private static async Task ExpectAnswerAsync(PorticoServer server, string word)
    {
        var api = (await ApiAsync(server, "parts")).Text("id");
        var answer = await Curl.GetAsync(new Uri(server.Gateway, $"_aws/execute-api/{api}/prod/pets-{word}/1").ToString(), "-X", "PUT", "-d", "{}", "-H", "Content-Type: application/json");
        Assert.Contains($"X-{word}: {word}", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith($"pet {word}", answer, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ApiAsync(PorticoServer server, string name) =>
        ((JsonArray)(await server.Api.GetAsync("/restapis"))["item"]!).Single(each => (string)each!["name"]! == name)!;

    private static async Task<IEnumerable<string>> PathsAsync(PorticoServer server, string name) =>
        (await server.Api.GetAsync($"/restapis/{(await ApiAsync(server, name)).Text("id")}/resources")).Each("item", "path");
}
